-- A country that fits into a page: what dumps stumble over is in it.
create extension if not exists pg_trgm;
create table organisationunit (organisationunitid integer primary key, name text not null);
insert into organisationunit select n, 'Unit ' || n || E' with a tab\t, a bar | and ''quotes''' from generate_series(1, 40) n;
create table datavalue (
  dataelementid integer, periodid integer, sourceid integer references organisationunit, value text,
  primary key (dataelementid, periodid, sourceid)
);
insert into datavalue select n, 202401, 1 + n % 40, md5(n::text) from generate_series(1, 2000) n;
create schema afya;
create table afya.job (id bigint generated always as identity primary key, started timestamptz, work jsonb, body bytea, share double precision);
insert into afya.job (started, work, body, share) values ('2026-01-01 12:00+03', '{"a": [1, null]}', '\x00ff', 1.0 / 3);
create table "Odd name" ("a|b" text);
insert into "Odd name" values (null), (''), (E'two\nlines');
create unlogged table scratch (n integer);
insert into scratch values (1);
