//! Statements over views and the statistics that are kept of them.

use afya_store::{Bind, Sql};

use super::{Interval, TopRequest};
use crate::sql::{fill, name, text};

fn bind(value: impl Into<Bind>) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value);
    sql
}

/// A row for each kind that a view counts as.
pub(super) fn note(words: &[&str], username: &str, favorite: Option<&str>, now: &str) -> Sql {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    fill(
        "insert into datastatisticsevent (eventid, eventtype, timestamp, username, favoriteuid) \
         select nextval('hibernate_sequence'), w, {}::text::timestamp, {}, {} from unnest({}::text[]) w",
        [text(now), text(username), bind(favorite), bind(words)],
    )
}

/// The favourites of one table with the count of their views.
pub(super) fn top(table: &str, request: &TopRequest<'_>) -> Sql {
    let of_user =
        request.username.map_or_else(Sql::empty, |username| fill(" and username = {}", [text(username)]));
    let direction = if request.ascending { "" } else { " desc" };
    fill(
        "select json_build_object('position', 0, 'name', coalesce((select t->>'value' from \
         jsonb_array_elements(c.translations) t where t->>'locale' = {} and t->>'property' = 'NAME' limit 1), c.name), \
         'views', e.views, 'id', c.uid, 'created', to_char(c.created, 'YYYY-MM-DD\"T00:00:00.000\"')) as favorite \
         from (select favoriteuid as uid, count(*) as views from datastatisticsevent \
         where eventtype = {}{} group by favoriteuid) e join {} c on c.uid = e.uid order by e.views{}, c.uid limit {}",
        [
            fill("{}::text", [bind(request.locale)]),
            text(request.event.word),
            of_user,
            name(table),
            direction.into(),
            bind(request.most),
        ],
    )
}

/// How often a favourite was viewed.
pub(super) fn views(favorite: &str, passive: bool) -> Sql {
    let kinds = if passive { "" } else { " and eventtype <> 'PASSIVE_DASHBOARD_VIEW'" };
    fill(
        "select count(favoriteuid) as views from datastatisticsevent where favoriteuid = {}{}",
        [text(favorite), kinds.into()],
    )
}

/// What is viewed: the key of its sum, the key of its share by user, and the column.
const VIEWED: [(&str, Option<&str>, &str); 9] = [
    ("mapViews", Some("averageMapViews"), "mapviews"),
    ("visualizationViews", Some("averageVisualizationViews"), "visualizationviews"),
    ("eventReportViews", Some("averageEventReportViews"), "eventreportviews"),
    ("eventChartViews", Some("averageEventChartViews"), "eventchartviews"),
    ("eventVisualizationViews", Some("averageEventVisualizationViews"), "eventvisualizationviews"),
    ("dashboardViews", Some("averageDashboardViews"), "dashboardviews"),
    ("passiveDashboardViews", Some("averagePassiveDashboardViews"), "passivedashboardviews"),
    ("dataSetReportViews", None, "datasetreportviews"),
    ("totalViews", Some("averageViews"), "totalviews"),
];

/// What is made: the key of its sum and the column.
const SAVED: [(&str, &str); 8] = [
    ("savedMaps", "maps"),
    ("savedVisualizations", "visualizations"),
    ("savedEventReports", "eventreports"),
    ("savedEventCharts", "eventcharts"),
    ("savedEventVisualizations", "eventvisualizations"),
    ("savedDashboards", "dashboards"),
    ("savedIndicators", "indicators"),
    ("savedDataValues", "datavalues"),
];

/// What was kept between two days, both of them counted; a share by user divides by the most users of one day.
pub(super) fn reports(first: &str, last: &str, interval: Interval) -> Sql {
    let sum = |key, column| fill("{}, coalesce(sum({}), 0)::bigint", [text(key), name(column)]);
    let sums = VIEWED.iter().map(|(key, _, column)| sum(key, column));
    let shares = VIEWED.iter().filter_map(|(_, share, column)| {
        let template = "{}, coalesce(sum({})::double precision / nullif(max(active_users), 0), 0)";
        share.map(|key| fill(template, [text(key), name(column)]))
    });
    let saved = SAVED.iter().map(|(key, column)| sum(key, column));
    let most = [("activeUsers", "active_users"), ("users", "users")]
        .map(|(key, column)| fill("{}, coalesce(max({}), 0)::bigint", [text(key), name(column)]));
    let parts = Sql::join(sums.chain(shares).chain(saved).chain(most), ", ");
    let (unit, stretch) = match interval {
        Interval::Day => (
            "day",
            "'year', extract(year from s.start), 'month', extract(month from s.start), 'day', extract(day from s.start)",
        ),
        Interval::Week => {
            ("week", "'year', extract(isoyear from s.start), 'week', extract(week from s.start)")
        }
        Interval::Month => {
            ("month", "'year', extract(year from s.start), 'month', extract(month from s.start)")
        }
        Interval::Year => ("year", "'year', extract(year from s.start)"),
    };
    fill(
        "select json_build_object({}, {}) as report from (select date_trunc({}, created) as start, * from datastatistics \
         where created >= {}::date and created < {}::date + 1) s group by s.start order by s.start",
        [stretch.into(), parts, text(unit), text(first), text(last)],
    )
}

/// Counts what was viewed and made since a day ago, and keeps it.
pub(super) fn keep(uid: &str, now: &str) -> Sql {
    fill(
        "with day as (select {}::timestamp as ends, {}::timestamp - interval '1 day' as starts), \
         view as (select eventtype, username from datastatisticsevent, day where timestamp between starts and ends), \
         analysis as (select type, coalesce(legacy, false) as legacy from eventvisualization, day where created >= starts) \
         insert into datastatistics (statisticsid, uid, created, lastupdated, mapviews, visualizationviews, eventreportviews, \
         eventchartviews, eventvisualizationviews, dashboardviews, passivedashboardviews, datasetreportviews, totalviews, \
         active_users, maps, visualizations, eventreports, eventcharts, eventvisualizations, dashboards, indicators, \
         datavalues, users) select nextval('hibernate_sequence'), {}, ends, ends, v.*, \
         (select count(*) from map where created >= starts), (select count(*) from visualization where created >= starts), \
         (select count(*) from analysis where legacy and type in ('PIVOT_TABLE', 'LINE_LIST')), \
         (select count(*) from analysis where legacy and type not in ('PIVOT_TABLE', 'LINE_LIST')), \
         (select count(*) from analysis where not legacy and type = 'LINE_LIST'), \
         (select count(*) from dashboard where created >= starts), (select count(*) from indicator where created >= starts), \
         (select count(*) from datavalue where lastupdated >= starts), (select count(*) from userinfo) \
         from day cross join (select count(*) filter (where eventtype = 'MAP_VIEW'), \
         count(*) filter (where eventtype = 'VISUALIZATION_VIEW'), count(*) filter (where eventtype = 'EVENT_REPORT_VIEW'), \
         count(*) filter (where eventtype = 'EVENT_CHART_VIEW'), count(*) filter (where eventtype = 'EVENT_VISUALIZATION_VIEW'), \
         count(*) filter (where eventtype = 'DASHBOARD_VIEW'), count(*) filter (where eventtype = 'PASSIVE_DASHBOARD_VIEW'), \
         count(*) filter (where eventtype = 'DATA_SET_REPORT_VIEW'), count(*), count(distinct username) from view) v",
        [text(now), text(now), text(uid)],
    )
}
