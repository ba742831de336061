-- Each run that is written costs more time with it than the lists of a flow's failures save.
DROP INDEX flow_run_unsuccessful;
