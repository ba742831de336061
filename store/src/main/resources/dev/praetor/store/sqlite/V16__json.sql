-- Nothing changes: the functions that read JSON belong to each connection. The numbers of both databases stay equal.
SELECT 1;
