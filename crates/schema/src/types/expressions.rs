//! SQL that several types answer with; see [`crate::Storage::Expression`].

/// The name of a row in the caller's language: `translated!("d", "name", "NAME")`.
macro_rules! translated {
    ($row:literal, $column:literal, $key:literal) => {
        concat!(
            "coalesce((select nullif(e->>'value', '') from jsonb_array_elements(",
            $row,
            ".translations) e where e->>'locale' = {locale} and e->>'property' = '",
            $key,
            "' limit 1), ",
            $row,
            ".",
            $column,
            ")"
        )
    };
}

/// Something of an operand's data element `d` and option combo `c`, the default combo being left unsaid.
macro_rules! operand {
    ($of_element:expr, $between:literal, $of_combo:expr) => {
        concat!(
            "(select ",
            $of_element,
            " || case when c.uid is null or c.name = 'default' then '' else '",
            $between,
            "' || ",
            $of_combo,
            " end from dataelement d left join categoryoptioncombo c on c.categoryoptioncomboid = {t}.categoryoptioncomboid ",
            "where d.dataelementid = {t}.dataelementid)"
        )
    };
}

/// Something of a program's attribute: of the program `p` and of the attribute `a`.
macro_rules! program_attribute {
    ($of_program:expr, $of_attribute:expr) => {
        concat!(
            "(select coalesce(",
            $of_program,
            " || ' ', '') || ",
            $of_attribute,
            " from trackedentityattribute a left join program p on p.programid = {t}.programid ",
            "where a.trackedentityattributeid = {t}.trackedentityattributeid)"
        )
    };
}

/// The reference that a key leads to: `reference!("dataelement", "dataelementid", "c.dataelementid")`.
macro_rules! reference_to {
    ($table:literal, $key:literal, $value:literal) => {
        concat!("(select json_build_object('id', o.uid) from ", $table, " o where o.", $key, " = ", $value, ")")
    };
}

/// The attributes that are dimensions of a chart or map: `attribute_dimensions!("mapview")`.
macro_rules! attribute_dimensions {
    ($of:literal) => {
        concat!(
            "(select coalesce(json_agg(json_build_object('filter', d.filter, 'attribute', ",
            reference_to!("trackedentityattribute", "trackedentityattributeid", "d.trackedentityattributeid"),
            ", 'legendSet', ",
            reference_to!("maplegendset", "maplegendsetid", "d.legendsetid"),
            ") order by m.sort_order), '[]'::json) from ",
            $of,
            "_attributedimensions m join trackedentityattributedimension d using (trackedentityattributedimensionid) where m.",
            $of,
            "id = {t}.",
            $of,
            "id)"
        )
    };
}

/// Names of the dimensions and units that a chart or map refers to, by their uid: `meta_data!("mapview", "", …)`, where
/// each further piece is a `union all` of what only this kind of chart has.
macro_rules! meta_data {
    ($of:literal, $($also:expr),*) => {
        concat!(
            "(select coalesce(json_object_agg(o.uid, json_build_object('uid', o.uid, 'code', o.code, 'name', ",
            translated!("o", "name", "NAME"),
            ")), json_build_object()) from (",
            meta_data_of!($of, "organisationunit", "organisationunitid", "organisationunits m"),
            " union ",
            meta_data_of!($of, "category", "categoryid", "categorydimensions m join categorydimension using (categorydimensionid)"),
            " union ",
            meta_data_of!(
                $of,
                "orgunitgroupset",
                "orgunitgroupsetid",
                "orgunitgroupsetdimensions m join orgunitgroupsetdimension using (orgunitgroupsetdimensionid)"
            ),
            $(" union ", $also,)*
            ") o)"
        )
    };
}

/// The rows of one table that a chart or map refers to.
macro_rules! meta_data_of {
    ($of:literal, $table:literal, $key:literal, $through:literal) => {
        concat!(
            "select r.uid, r.code, r.name, r.translations from ",
            $of,
            "_",
            $through,
            " join ",
            $table,
            " r using (",
            $key,
            ") where m.",
            $of,
            "id = {t}.",
            $of,
            "id"
        )
    };
}

/// That `{o}` is the first of an object's legend sets: `first_legend_set!("datasetlegendsets", "datasetid")`.
macro_rules! first_legend_set {
    ($table:literal, $owner:literal) => {
        concat!(
            "{o}.maplegendsetid = (select m.legendsetid from ",
            $table,
            " m where m.",
            $owner,
            " = {t}.",
            $owner,
            " order by m.sort_order limit 1)"
        )
    };
}

/// The legend of a chart, where anything is said of it.
macro_rules! legend {
    () => {
        concat!(
            "case when coalesce({t}.legenddisplaystyle, {t}.legenddisplaystrategy) is not null or {t}.legendsetid is not null ",
            "or {t}.legendshowkey is not null then json_build_object('style', {t}.legenddisplaystyle, 'strategy', ",
            "{t}.legenddisplaystrategy, 'showKey', coalesce({t}.legendshowkey, false), 'set', ",
            reference_to!("maplegendset", "maplegendsetid", "{t}.legendsetid"),
            ") end"
        )
    };
}

/// The fixed periods of a chart, by the items it keeps.
pub(super) const PERIODS: &str = "(select coalesce(json_agg(json_build_object('id', e.value) order by e.ordinality), '[]'::json) \
    from jsonb_array_elements_text(case when jsonb_typeof({t}.relativeperiods) = 'array' then {t}.relativeperiods end) \
    with ordinality e where e.value ~ '^[0-9]')";

/// The title of a chart's first or second axis or of a line on it, else what the column from before there were axes says:
/// `axis_title!("0", "->'baseLine'", "baselinelabel")`.
macro_rules! axis_title {
    ($axis:literal, $of:literal, $column:literal) => {
        concat!(
            "case when jsonb_typeof({t}.axes->",
            $axis,
            $of,
            "->'title') = 'object' then {t}.axes->",
            $axis,
            $of,
            "->'title'->>'text' else {t}.",
            $column,
            " end"
        )
    };
}

/// The same in the caller's language.
macro_rules! display_axis_title {
    ($axis:literal, $of:literal, $column:literal, $key:literal) => {
        concat!(
            "coalesce((select nullif(e->>'value', '') from jsonb_array_elements({t}.translations) e where e->>'locale' = {locale} \
             and e->>'property' = '",
            $key,
            "' limit 1), ",
            axis_title!($axis, $of, $column),
            ")"
        )
    };
}

/// A number of the first axis, or of one of its lines, which counts only with a title:
/// `axis_number!("->'baseLine'->>'value'", "->'baseLine'->'title'", "baselinevalue", "double precision")`.
macro_rules! axis_number {
    ($of:literal, $has:literal, $column:literal, $kind:literal) => {
        concat!("case when jsonb_typeof({t}.axes->0", $has, ") = 'object' then ({t}.axes->0", $of, ")::", $kind, " else {t}.", $column, " end")
    };
}

/// Which relative periods a chart keeps, by DHIS2's older names for them.
pub(super) const RELATIVE_PERIODS: &str = "(select json_object_agg(n.key, coalesce(jsonb_exists({t}.relativeperiods, n.word), false)) from (values \
    ('thisDay', 'TODAY'), ('yesterday', 'YESTERDAY'), ('last3Days', 'LAST_3_DAYS'), ('last7Days', 'LAST_7_DAYS'), \
    ('last14Days', 'LAST_14_DAYS'), ('last30Days', 'LAST_30_DAYS'), ('last60Days', 'LAST_60_DAYS'), \
    ('last90Days', 'LAST_90_DAYS'), ('last180Days', 'LAST_180_DAYS'), ('thisWeek', 'THIS_WEEK'), ('lastWeek', 'LAST_WEEK'), \
    ('last4Weeks', 'LAST_4_WEEKS'), ('last12Weeks', 'LAST_12_WEEKS'), ('last52Weeks', 'LAST_52_WEEKS'), \
    ('weeksThisYear', 'WEEKS_THIS_YEAR'), ('thisBiWeek', 'THIS_BIWEEK'), ('lastBiWeek', 'LAST_BIWEEK'), \
    ('last4BiWeeks', 'LAST_4_BIWEEKS'), ('thisMonth', 'THIS_MONTH'), ('lastMonth', 'LAST_MONTH'), \
    ('last3Months', 'LAST_3_MONTHS'), ('last6Months', 'LAST_6_MONTHS'), ('last12Months', 'LAST_12_MONTHS'), \
    ('monthsThisYear', 'MONTHS_THIS_YEAR'), ('monthsLastYear', 'MONTHS_LAST_YEAR'), ('thisBimonth', 'THIS_BIMONTH'), \
    ('lastBimonth', 'LAST_BIMONTH'), ('last6BiMonths', 'LAST_6_BIMONTHS'), ('biMonthsThisYear', 'BIMONTHS_THIS_YEAR'), \
    ('thisQuarter', 'THIS_QUARTER'), ('lastQuarter', 'LAST_QUARTER'), ('last4Quarters', 'LAST_4_QUARTERS'), \
    ('quartersThisYear', 'QUARTERS_THIS_YEAR'), ('quartersLastYear', 'QUARTERS_LAST_YEAR'), \
    ('thisSixMonth', 'THIS_SIX_MONTH'), ('lastSixMonth', 'LAST_SIX_MONTH'), ('last2SixMonths', 'LAST_2_SIXMONTHS'), \
    ('thisYear', 'THIS_YEAR'), ('lastYear', 'LAST_YEAR'), ('last5Years', 'LAST_5_YEARS'), ('last10Years', 'LAST_10_YEARS'), \
    ('thisFinancialYear', 'THIS_FINANCIAL_YEAR'), ('lastFinancialYear', 'LAST_FINANCIAL_YEAR'), \
    ('last5FinancialYears', 'LAST_5_FINANCIAL_YEARS'), ('last10FinancialYears', 'LAST_10_FINANCIAL_YEARS')) n (key, word))";

pub(super) use {
    attribute_dimensions, axis_number, axis_title, display_axis_title, first_legend_set, legend, meta_data, meta_data_of, operand, program_attribute,
    reference_to, translated,
};
