-- Tables of charts, tables, maps, dashboards and what is said about them (3 of 3).

create table mapview_orgunitgroupsetdimensions (
    mapviewid bigint not null,
    sort_order integer not null,
    orgunitgroupsetdimensionid integer not null,
    constraint mapview_orgunitgroupsetdimensions_pkey primary key (mapviewid, sort_order)
);

create table mapview_orgunitlevels (
    mapviewid bigint not null,
    sort_order integer not null,
    orgunitlevel integer,
    constraint mapview_orgunitlevels_pkey primary key (mapviewid, sort_order)
);

create table mapview_periods (
    mapviewid bigint not null,
    sort_order integer not null,
    periodid bigint not null,
    constraint mapview_periods_pkey primary key (mapviewid, sort_order)
);

create table relativeperiods (
    relativeperiodsid integer not null,
    thisday boolean not null,
    yesterday boolean not null,
    last3days boolean not null,
    last7days boolean not null,
    last14days boolean not null,
    thismonth boolean not null,
    lastmonth boolean not null,
    thisbimonth boolean not null,
    lastbimonth boolean not null,
    thisquarter boolean not null,
    lastquarter boolean not null,
    thissixmonth boolean not null,
    lastsixmonth boolean not null,
    weeksthisyear boolean,
    monthsthisyear boolean not null,
    bimonthsthisyear boolean,
    quartersthisyear boolean not null,
    thisyear boolean not null,
    monthslastyear boolean not null,
    quarterslastyear boolean not null,
    lastyear boolean not null,
    last5years boolean not null,
    last12months boolean not null,
    last6months boolean not null,
    last3months boolean not null,
    last6bimonths boolean not null,
    last4quarters boolean not null,
    last2sixmonths boolean not null,
    thisfinancialyear boolean not null,
    lastfinancialyear boolean not null,
    last5financialyears boolean not null,
    thisweek boolean not null,
    lastweek boolean not null,
    thisbiweek boolean,
    lastbiweek boolean,
    last4weeks boolean not null,
    last4biweeks boolean,
    last12weeks boolean not null,
    last52weeks boolean not null,
    last30days boolean not null,
    last60days boolean not null,
    last90days boolean not null,
    last180days boolean not null,
    last10years boolean not null,
    last10financialyears boolean not null,
    constraint relativeperiods_pkey primary key (relativeperiodsid)
);

create table report (
    reportid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    type varchar(50),
    designcontent text,
    relativeperiodsid integer,
    paramreportingmonth boolean,
    paramorganisationunit boolean,
    cachestrategy varchar(40),
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    visualizationid bigint,
    sharing jsonb default '{}'::jsonb,
    relativeperiods jsonb,
    constraint report_pkey primary key (reportid),
    constraint uk_1ie06vhy3begtwuuvrv0f71se unique (uid),
    constraint uk_478bg522jkn8460hkeshlw1j1 unique (relativeperiodsid),
    constraint uk_kc1wmcky1ooleovi36oqcqmqe unique (code)
);

create table series (
    seriesid bigint not null,
    series varchar(255) not null,
    axis integer not null,
    constraint series_pkey primary key (seriesid)
);

create table trackedentityattributedimension (
    trackedentityattributedimensionid integer not null,
    trackedentityattributeid bigint,
    legendsetid bigint,
    filter text,
    constraint trackedentityattributedimension_pkey primary key (trackedentityattributedimensionid)
);

create table trackedentitydataelementdimension (
    trackedentitydataelementdimensionid integer not null,
    dataelementid bigint,
    legendsetid bigint,
    filter text,
    programstageid bigint,
    constraint trackedentitydataelementdimension_pkey primary key (trackedentitydataelementdimensionid)
);

create table trackedentityprogramindicatordimension (
    trackedentityprogramindicatordimensionid integer not null,
    programindicatorid bigint,
    legendsetid bigint,
    filter text,
    constraint trackedentityprogramindicatordimension_pkey primary key (trackedentityprogramindicatordimensionid)
);

create table visualization (
    visualizationid bigint not null,
    uid varchar(11) not null,
    name varchar(255) not null,
    type varchar(255) not null,
    code varchar(50),
    title varchar(255),
    subtitle varchar(255),
    description text,
    created timestamp,
    startdate timestamp,
    enddate timestamp,
    sortorder integer,
    toplimit integer,
    userid bigint,
    userorgunittype varchar(20),
    publicaccess varchar(8),
    displaydensity varchar(255),
    fontsize varchar(255),
    relativeperiodsid integer,
    digitgroupseparator varchar(255),
    legendsetid bigint,
    legenddisplaystyle varchar(40),
    legenddisplaystrategy varchar(40),
    aggregationtype varchar(255),
    regressiontype varchar(40),
    targetlinevalue double precision,
    targetlinelabel varchar(255),
    rangeaxislabel varchar(255),
    rangeaxismaxvalue double precision,
    rangeaxissteps integer,
    rangeaxisdecimals integer,
    rangeaxisminvalue double precision,
    domainaxislabel varchar(255),
    baselinevalue double precision,
    baselinelabel varchar(255),
    numbertype varchar(40),
    measurecriteria varchar(255),
    hideemptyrowitems varchar(40),
    percentstackedvalues boolean,
    nospacebetweencolumns boolean,
    regression boolean,
    externalaccess boolean,
    userorganisationunit boolean,
    userorganisationunitchildren boolean,
    userorganisationunitgrandchildren boolean,
    paramreportingperiod boolean,
    paramorganisationunit boolean,
    paramparentorganisationunit boolean,
    paramgrandparentorganisationunit boolean,
    rowtotals boolean,
    coltotals boolean,
    cumulative boolean,
    rowsubtotals boolean,
    colsubtotals boolean,
    completedonly boolean,
    skiprounding boolean,
    showdimensionlabels boolean,
    hidetitle boolean,
    hidesubtitle boolean,
    hidelegend boolean,
    hideemptycolumns boolean,
    hideemptyrows boolean,
    showhierarchy boolean,
    showdata boolean,
    lastupdatedby bigint,
    lastupdated timestamp,
    favorites jsonb,
    subscribers jsonb,
    translations jsonb,
    series jsonb,
    fontstyle jsonb,
    colorset varchar(255),
    sharing jsonb default '{}'::jsonb,
    outlieranalysis jsonb,
    fixcolumnheaders boolean not null,
    fixrowheaders boolean not null,
    attributevalues jsonb default '{}'::jsonb,
    serieskey jsonb,
    axes jsonb,
    legendshowkey boolean,
    icons jsonb default '[]'::jsonb,
    sorting jsonb default '[]'::jsonb,
    relativeperiods jsonb,
    constraint visualization_pkey primary key (visualizationid),
    constraint visualization_code_key unique (code),
    constraint visualization_relativeperiodsid_key unique (relativeperiodsid),
    constraint visualization_uid_key unique (uid)
);

create table visualization_axis (
    visualizationid bigint not null,
    sort_order integer not null,
    axisid bigint not null,
    constraint visualization_axis_pkey primary key (visualizationid, sort_order)
);

create table visualization_categorydimensions (
    visualizationid bigint not null,
    categorydimensionid integer not null,
    sort_order integer not null,
    constraint visualization_categorydimensions_pkey primary key (visualizationid, sort_order)
);

create table visualization_categoryoptiongroupsetdimensions (
    visualizationid bigint not null,
    sort_order integer not null,
    categoryoptiongroupsetdimensionid integer not null,
    constraint visualization_categoryoptiongroupsetdimensions_pkey primary key (visualizationid, sort_order)
);

create table visualization_columns (
    visualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint visualization_columns_pkey primary key (visualizationid, sort_order)
);

create table visualization_datadimensionitems (
    visualizationid bigint not null,
    datadimensionitemid integer not null,
    sort_order integer not null,
    constraint visualization_datadimensionitems_pkey primary key (visualizationid, sort_order)
);

create table visualization_dataelementgroupsetdimensions (
    visualizationid bigint not null,
    sort_order integer not null,
    dataelementgroupsetdimensionid integer not null,
    constraint visualization_dataelementgroupsetdimensions_pkey primary key (visualizationid, sort_order)
);

create table visualization_filters (
    visualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint visualization_filters_pkey primary key (visualizationid, sort_order)
);

create table visualization_itemorgunitgroups (
    visualizationid bigint not null,
    orgunitgroupid bigint not null,
    sort_order integer not null,
    constraint visualization_itemorgunitgroups_pkey primary key (visualizationid, sort_order)
);

create table visualization_organisationunits (
    visualizationid bigint not null,
    organisationunitid bigint not null,
    sort_order integer not null,
    constraint visualization_organisationunits_pkey primary key (visualizationid, sort_order)
);

create table visualization_orgunitgroupsetdimensions (
    visualizationid bigint not null,
    sort_order integer not null,
    orgunitgroupsetdimensionid integer not null,
    constraint visualization_orgunitgroupsetdimensions_pkey primary key (visualizationid, sort_order)
);

create table visualization_orgunitlevels (
    visualizationid bigint not null,
    orgunitlevel integer,
    sort_order integer not null,
    constraint visualization_orgunitlevels_pkey primary key (visualizationid, sort_order)
);

create table visualization_periods (
    visualizationid bigint not null,
    periodid bigint not null,
    sort_order integer not null,
    constraint visualization_periods_pkey primary key (visualizationid, sort_order)
);

create table visualization_rows (
    visualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint visualization_rows_pkey primary key (visualizationid, sort_order)
);

create table visualization_yearlyseries (
    visualizationid bigint not null,
    sort_order integer not null,
    yearlyseries varchar(255),
    constraint visualization_yearlyseries_pkey primary key (visualizationid, sort_order)
);
