-- Tables of charts, tables, maps, dashboards and what is said about them (1 of 3).
-- Where DHIS2 keeps two unique constraints on one column the second is added by itself: a `create table` drops it unasked.

create table axis (
    axisid bigint not null,
    dimensionalitem varchar(255) not null,
    axis integer not null,
    constraint axis_pkey primary key (axisid)
);

create table dashboard (
    dashboardid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    userid bigint,
    externalaccess boolean,
    publicaccess varchar(8),
    favorites jsonb,
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    restrictfilters boolean not null,
    allowedfilters jsonb,
    layout jsonb,
    itemconfig jsonb,
    embedded jsonb,
    constraint dashboard_pkey primary key (dashboardid),
    constraint dashboard_unique_code unique (code),
    constraint uk_myox13mr8r27oxl7ts33ntpd5 unique (uid)
);
alter table dashboard add constraint uk_emyh4fed0f1kknqhimmrhnek8 unique (code);

create table dashboard_items (
    dashboardid bigint not null,
    sort_order integer not null,
    dashboarditemid bigint not null,
    constraint dashboard_items_pkey primary key (dashboardid, sort_order)
);

create table dashboarditem (
    dashboarditemid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    eventchartid bigint,
    mapid bigint,
    textcontent text,
    messages boolean,
    appkey varchar(255),
    shape varchar(50),
    x integer,
    y integer,
    height integer,
    width integer,
    eventreport bigint,
    translations jsonb default '[]'::jsonb,
    visualizationid bigint,
    eventvisualizationid bigint,
    constraint dashboarditem_pkey primary key (dashboarditemid),
    constraint uk_3idqsvkpmxpehxqv615s952vd unique (uid),
    constraint uk_c8bnosb06cchme5sig7b54uot unique (code)
);

create table dashboarditem_reports (
    dashboarditemid bigint not null,
    sort_order integer not null,
    reportid bigint not null,
    constraint dashboarditem_reports_pkey primary key (dashboarditemid, sort_order)
);

create table dashboarditem_resources (
    dashboarditemid bigint not null,
    sort_order integer not null,
    resourceid bigint not null,
    constraint dashboarditem_resources_pkey primary key (dashboarditemid, sort_order)
);

create table dashboarditem_users (
    dashboarditemid bigint not null,
    sort_order integer not null,
    userid bigint not null,
    constraint dashboarditem_users_pkey primary key (dashboarditemid, sort_order)
);

create table datadimensionitem (
    datadimensionitemid integer not null,
    indicatorid bigint,
    dataelementid bigint,
    dataelementoperand_dataelementid bigint,
    dataelementoperand_categoryoptioncomboid bigint,
    datasetid bigint,
    metric varchar(50),
    programindicatorid bigint,
    programdataelement_programid bigint,
    programdataelement_dataelementid bigint,
    programattribute_programid bigint,
    programattribute_attributeid bigint,
    expressiondimensionitemid bigint,
    programdataelementoption_programid bigint,
    programdataelementoption_dataelementid bigint,
    programdataelementoption_optionid bigint,
    programattributeoption_programid bigint,
    programattributeoption_attributeid bigint,
    programattributeoption_optionid bigint,
    constraint datadimensionitem_pkey primary key (datadimensionitemid)
);

create table document (
    documentid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    url text not null,
    fileresource bigint,
    external boolean not null,
    contenttype varchar(255),
    attachment boolean,
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint document_pkey primary key (documentid),
    constraint uk_elt3kiqdmmm5fwqfxsxk9lvh0 unique (code),
    constraint uk_jxodv1lvot26euasttk021jio unique (uid)
);

create table eventchart (
    eventchartid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    relativeperiodsid integer,
    userorganisationunit boolean,
    userorganisationunitchildren boolean,
    userorganisationunitgrandchildren boolean,
    programid bigint not null,
    programstageid bigint,
    startdate timestamp,
    enddate timestamp,
    dataelementvaluedimensionid bigint,
    attributevaluedimensionid bigint,
    aggregationtype varchar(40),
    completedonly boolean,
    timefield varchar(255),
    title varchar(255),
    subtitle varchar(255),
    hidetitle boolean,
    hidesubtitle boolean,
    type varchar(40) not null,
    showdata boolean,
    hideemptyrowitems varchar(40),
    hidenadata boolean,
    programstatus varchar(40),
    eventstatus varchar(40),
    percentstackedvalues boolean,
    cumulativevalues boolean,
    rangeaxismaxvalue double precision,
    rangeaxisminvalue double precision,
    rangeaxissteps integer,
    rangeaxisdecimals integer,
    outputtype varchar(30),
    collapsedatadimensions boolean,
    domainaxislabel varchar(255),
    rangeaxislabel varchar(255),
    hidelegend boolean,
    nospacebetweencolumns boolean,
    regressiontype varchar(40) not null,
    targetlinevalue double precision,
    targetlinelabel varchar(255),
    baselinevalue double precision,
    baselinelabel varchar(255),
    sortorder integer,
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    favorites jsonb,
    subscribers jsonb,
    translations jsonb default '[]'::jsonb not null,
    orgunitfield varchar(255),
    userorgunittype varchar(20),
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    constraint eventchart_pkey primary key (eventchartid),
    constraint uk_5w429v9hdlvivan4a69x3ntx5 unique (relativeperiodsid),
    constraint uk_679r4uoqpust6h694bed8nrh9 unique (uid),
    constraint uk_6dyim42vl218i9e9waqrvw36k unique (code)
);

create table eventchart_attributedimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    trackedentityattributedimensionid integer not null,
    constraint eventchart_attributedimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_categorydimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    categorydimensionid integer not null,
    constraint eventchart_categorydimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_categoryoptiongroupsetdimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    categoryoptiongroupsetdimensionid integer not null,
    constraint eventchart_categoryoptiongroupsetdimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_columns (
    eventchartid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventchart_columns_pkey primary key (eventchartid, sort_order)
);

create table eventchart_dataelementdimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    trackedentitydataelementdimensionid integer not null,
    constraint eventchart_dataelementdimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_filters (
    eventchartid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventchart_filters_pkey primary key (eventchartid, sort_order)
);

create table eventchart_itemorgunitgroups (
    eventchartid bigint not null,
    sort_order integer not null,
    orgunitgroupid bigint not null,
    constraint eventchart_itemorgunitgroups_pkey primary key (eventchartid, sort_order)
);

create table eventchart_organisationunits (
    eventchartid bigint not null,
    sort_order integer not null,
    organisationunitid bigint not null,
    constraint eventchart_organisationunits_pkey primary key (eventchartid, sort_order)
);

create table eventchart_orgunitgroupsetdimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    orgunitgroupsetdimensionid integer not null,
    constraint eventchart_orgunitgroupsetdimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_orgunitlevels (
    eventchartid bigint not null,
    sort_order integer not null,
    orgunitlevel integer,
    constraint eventchart_orgunitlevels_pkey primary key (eventchartid, sort_order)
);

create table eventchart_periods (
    eventchartid bigint not null,
    sort_order integer not null,
    periodid bigint not null,
    constraint eventchart_periods_pkey primary key (eventchartid, sort_order)
);

create table eventchart_programindicatordimensions (
    eventchartid bigint not null,
    sort_order integer not null,
    trackedentityprogramindicatordimensionid integer not null,
    constraint eventchart_programindicatordimensions_pkey primary key (eventchartid, sort_order)
);

create table eventchart_rows (
    eventchartid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventchart_rows_pkey primary key (eventchartid, sort_order)
);

create table eventreport (
    eventreportid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    relativeperiodsid integer,
    userorganisationunit boolean,
    userorganisationunitchildren boolean,
    userorganisationunitgrandchildren boolean,
    programid bigint not null,
    programstageid bigint,
    startdate timestamp,
    enddate timestamp,
    dataelementvaluedimensionid bigint,
    attributevaluedimensionid bigint,
    aggregationtype varchar(40),
    completedonly boolean,
    timefield varchar(255),
    title varchar(255),
    subtitle varchar(255),
    hidetitle boolean,
    hidesubtitle boolean,
    datatype varchar(40),
    rowtotals boolean,
    coltotals boolean,
    rowsubtotals boolean,
    colsubtotals boolean,
    hideemptyrows boolean,
    hidenadata boolean,
    showhierarchy boolean,
    outputtype varchar(30),
    collapsedatadimensions boolean,
    showdimensionlabels boolean,
    digitgroupseparator varchar(40),
    displaydensity varchar(40),
    fontsize varchar(40),
    programstatus varchar(40),
    eventstatus varchar(40),
    sortorder integer,
    toplimit integer,
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    favorites jsonb,
    subscribers jsonb,
    translations jsonb default '[]'::jsonb not null,
    orgunitfield varchar(255),
    userorgunittype varchar(20),
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    simpledimensions jsonb,
    constraint eventreport_pkey primary key (eventreportid),
    constraint uk_eqd95mucf5pd856dqlwe6y36c unique (code),
    constraint uk_lnnx8vmalkhkmneryv1ytjq68 unique (uid),
    constraint uk_q0oyainj1lis9c8kkh5sky2ri unique (relativeperiodsid)
);

create table eventreport_attributedimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    trackedentityattributedimensionid integer not null,
    constraint eventreport_attributedimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_categorydimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    categorydimensionid integer not null,
    constraint eventreport_categorydimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_categoryoptiongroupsetdimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    categoryoptiongroupsetdimensionid integer not null,
    constraint eventreport_categoryoptiongroupsetdimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_columns (
    eventreportid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventreport_columns_pkey primary key (eventreportid, sort_order)
);

create table eventreport_dataelementdimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    trackedentitydataelementdimensionid integer not null,
    constraint eventreport_dataelementdimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_filters (
    eventreportid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventreport_filters_pkey primary key (eventreportid, sort_order)
);

create table eventreport_itemorgunitgroups (
    eventreportid bigint not null,
    sort_order integer not null,
    orgunitgroupid bigint not null,
    constraint eventreport_itemorgunitgroups_pkey primary key (eventreportid, sort_order)
);

create table eventreport_organisationunits (
    eventreportid bigint not null,
    sort_order integer not null,
    organisationunitid bigint not null,
    constraint eventreport_organisationunits_pkey primary key (eventreportid, sort_order)
);

create table eventreport_orgunitgroupsetdimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    orgunitgroupsetdimensionid integer not null,
    constraint eventreport_orgunitgroupsetdimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_orgunitlevels (
    eventreportid bigint not null,
    sort_order integer not null,
    orgunitlevel integer,
    constraint eventreport_orgunitlevels_pkey primary key (eventreportid, sort_order)
);

create table eventreport_periods (
    eventreportid bigint not null,
    sort_order integer not null,
    periodid bigint not null,
    constraint eventreport_periods_pkey primary key (eventreportid, sort_order)
);
