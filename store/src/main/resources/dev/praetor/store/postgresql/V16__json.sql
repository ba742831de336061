-- Reads JSON of a column; NULL if the text is none. Escaped characters that no text of the database can contain are
-- replaced: NUL, and halves of characters.
CREATE FUNCTION praetor_json(document TEXT) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN document::jsonb;
EXCEPTION WHEN OTHERS THEN
  BEGIN
    RETURN regexp_replace(
      regexp_replace(
        document,
        '(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89abAB][[:xdigit:]]{2}(?!\\u[dD][c-fC-F]))', '\1\\ufffd', 'g'),
      '(?<!\\)((?:\\\\)*)(?<!\\u[dD][89abAB][[:xdigit:]]{2})\\u[dD][c-fC-F][[:xdigit:]]{2}', '\1\\ufffd', 'g')::jsonb;
  EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
  END;
END
$$;

-- Each run that is written costs more time with it than the lists of a flow's failures save.
DROP INDEX flow_run_unsuccessful;
