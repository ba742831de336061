CREATE TABLE IF NOT EXISTS shop_order (
  id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer TEXT NOT NULL,
  articles TEXT[] NOT NULL,
  placed   TIMESTAMPTZ NOT NULL DEFAULT now(),
  run      TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS stock (
  article TEXT PRIMARY KEY,
  pieces  INTEGER NOT NULL CHECK (pieces >= 0)
);
INSERT INTO stock (article, pieces) VALUES ('book', 1000), ('lamp', 1000), ('piano', 0)
ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS sales_report (
  until  TIMESTAMPTZ PRIMARY KEY,
  orders INTEGER NOT NULL
);
