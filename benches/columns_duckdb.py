"""The questions of columns.rs, asked of DuckDB on the same rows: what each comes to, and the median of its times in ms."""

import statistics
import sys
import time

import duckdb

units = int(sys.argv[1])
db = duckdb.connect()
db.execute(
    f"create table unit as select u::int as unit, min(d)::int as district from range({units}) t(u), range(14) s(d) "
    f"where u < {units} * (d + 1) // 14 group by u"
)
db.execute(
    f"create table v as select e::int as element, p::int as period, u::int as unit, ((e * 7 + p * 13 + u * 31) % 500)::double as value "
    f"from range(100) a(e), range(60) b(p), range({units}) c(u) order by element, period, unit"
)
by_district = "select element, period, district, sum(value) s from v join unit using (unit) where {} group by all"
questions = {
    "1 element, 12 months, the country": "select element, period, sum(value) s from v where element = 0 and period >= 48 group by all",
    "20 elements, 12 months, 14 districts": by_district.format("element < 20 and period >= 48"),
    "last value, 12 months, 14 districts": "select m, district, sum(value) s from (select m, unit, arg_max(value, period) as value from v, "
    "range(48, 60) w(m) where element = 0 and period between 36 and m group by all) join unit using (unit) group by all",
    "50 elements, 12 months, 14 districts": by_district.format("element < 50 and period >= 48"),
    "100 elements, 60 months, 14 districts": by_district.format("true"),
}
for what, sql in questions.items():
    times = []
    for _ in range(15):
        started = time.perf_counter()
        rows = db.execute(sql).fetchall()
        times.append((time.perf_counter() - started) * 1000)
    print(what, sum(row[-1] for row in rows), statistics.median(times), sep="\t")
