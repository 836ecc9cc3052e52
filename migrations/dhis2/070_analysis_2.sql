-- Tables of charts, tables, maps, dashboards and what is said about them (2 of 3).

create table eventreport_programindicatordimensions (
    eventreportid bigint not null,
    sort_order integer not null,
    trackedentityprogramindicatordimensionid integer not null,
    constraint eventreport_programindicatordimensions_pkey primary key (eventreportid, sort_order)
);

create table eventreport_rows (
    eventreportid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint eventreport_rows_pkey primary key (eventreportid, sort_order)
);

create table eventvisualization (
    eventvisualizationid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp,
    lastupdated timestamp,
    name varchar(230) not null,
    relativeperiodsid integer,
    userorganisationunit boolean,
    userorganisationunitchildren boolean,
    userorganisationunitgrandchildren boolean,
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    programid bigint,
    programstageid bigint,
    startdate timestamp,
    enddate timestamp,
    sortorder integer,
    toplimit integer,
    outputtype varchar(30),
    dataelementvaluedimensionid bigint,
    attributevaluedimensionid bigint,
    aggregationtype varchar(30),
    collapsedatadimensions boolean,
    hidenadata boolean,
    completedonly boolean,
    description text,
    title varchar(255),
    lastupdatedby bigint,
    subtitle varchar(255),
    hidetitle boolean,
    hidesubtitle boolean,
    programstatus varchar(40),
    eventstatus varchar(40),
    favorites jsonb,
    subscribers jsonb,
    timefield varchar(255),
    translations jsonb,
    orgunitfield varchar(255),
    userorgunittype varchar(20),
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    type varchar(255) not null,
    showdata boolean,
    rangeaxismaxvalue double precision,
    rangeaxisminvalue double precision,
    rangeaxissteps integer,
    rangeaxisdecimals integer,
    domainaxislabel varchar(255),
    rangeaxislabel varchar(255),
    hidelegend boolean,
    targetlinevalue double precision,
    targetlinelabel varchar(255),
    baselinevalue double precision,
    baselinelabel varchar(255),
    regressiontype varchar(40),
    hideemptyrowitems varchar(40),
    percentstackedvalues boolean,
    cumulativevalues boolean,
    nospacebetweencolumns boolean,
    datatype varchar(230),
    hideemptyrows boolean,
    digitgroupseparator varchar(255),
    displaydensity varchar(255),
    fontsize varchar(255),
    showhierarchy boolean,
    rowtotals boolean,
    coltotals boolean,
    showdimensionlabels boolean,
    rowsubtotals boolean,
    colsubtotals boolean,
    legacy boolean,
    simpledimensions jsonb,
    eventrepetitions jsonb,
    legendsetid bigint,
    legenddisplaystrategy varchar(40),
    legenddisplaystyle varchar(40),
    legendshowkey boolean,
    sorting jsonb default '[]'::jsonb,
    skiprounding boolean default false not null,
    trackedentitytypeid bigint,
    relativeperiods jsonb,
    hideemptycolumns boolean not null,
    fixcolumnheaders boolean not null,
    fixrowheaders boolean not null,
    constraint eventvisualization_pkey primary key (eventvisualizationid)
);

create table eventvisualization_attributedimensions (
    eventvisualizationid bigint not null,
    trackedentityattributedimensionid integer not null,
    sort_order integer not null,
    constraint eventvisualization_attributedimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_categorydimensions (
    eventvisualizationid bigint not null,
    sort_order integer not null,
    categorydimensionid integer not null,
    constraint eventvisualization_categorydimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_categoryoptiongroupsetdimensions (
    eventvisualizationid bigint not null,
    sort_order integer not null,
    categoryoptiongroupsetdimensionid integer not null,
    constraint eventvisualization_categoryoptiongroupsetdimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_columns (
    eventvisualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint eventvisualization_columns_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_dataelementdimensions (
    eventvisualizationid bigint not null,
    trackedentitydataelementdimensionid integer not null,
    sort_order integer not null,
    constraint eventvisualization_dataelementdimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_filters (
    eventvisualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint eventvisualization_filters_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_itemorgunitgroups (
    eventvisualizationid bigint not null,
    orgunitgroupid bigint not null,
    sort_order integer not null,
    constraint eventvisualization_itemorgunitgroups_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_organisationunits (
    eventvisualizationid bigint not null,
    organisationunitid bigint not null,
    sort_order integer not null,
    constraint eventvisualization_organisationunits_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_orgunitgroupsetdimensions (
    eventvisualizationid bigint not null,
    sort_order integer not null,
    orgunitgroupsetdimensionid integer not null,
    constraint eventvisualization_orgunitgroupsetdimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_orgunitlevels (
    eventvisualizationid bigint not null,
    orgunitlevel integer,
    sort_order integer not null,
    constraint eventvisualization_orgunitlevels_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_periods (
    eventvisualizationid bigint not null,
    periodid bigint not null,
    sort_order integer not null,
    constraint eventvisualization_periods_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_programindicatordimensions (
    eventvisualizationid bigint not null,
    trackedentityprogramindicatordimensionid integer not null,
    sort_order integer not null,
    constraint eventvisualization_programindicatordimensions_pkey primary key (eventvisualizationid, sort_order)
);

create table eventvisualization_rows (
    eventvisualizationid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint eventvisualization_rows_pkey primary key (eventvisualizationid, sort_order)
);

create table externalmaplayer (
    externalmaplayerid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    attribution text,
    url text not null,
    legendseturl text,
    maplayerposition bytea not null,
    layers text,
    imageformat bytea not null,
    mapservice bytea not null,
    legendsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    sharing jsonb default '{}'::jsonb,
    translations jsonb default '[]'::jsonb,
    constraint externalmaplayer_pkey primary key (externalmaplayerid),
    constraint uk_581ayy658kxytmijcfd2rxnq0 unique (name),
    constraint uk_64w4wa4oc3hkxo86hjo63cd1x unique (uid),
    constraint uk_r3ugbbibdsyn234isip3346v4 unique (code)
);

create table interpretation (
    interpretationid bigint not null,
    uid varchar(11) not null,
    lastupdated timestamp not null,
    mapid bigint,
    eventreportid bigint,
    eventchartid bigint,
    datasetid bigint,
    periodid bigint,
    organisationunitid bigint,
    interpretationtext text,
    created timestamp not null,
    likes integer,
    userid bigint,
    publicaccess varchar(8),
    mentions jsonb,
    visualizationid bigint,
    sharing jsonb default '{}'::jsonb,
    eventvisualizationid bigint,
    constraint interpretation_pkey primary key (interpretationid)
);

create table interpretation_comments (
    interpretationid bigint not null,
    sort_order integer not null,
    interpretationcommentid bigint not null,
    constraint interpretation_comments_pkey primary key (interpretationid, sort_order),
    constraint interpretation_comments_interpretationcommentid_key unique (interpretationcommentid) deferrable initially deferred,
    constraint uk_k48tayhxu52jiq782pikev9d9 unique (interpretationcommentid)
);

create table interpretation_likedby (
    interpretationid bigint not null,
    userid bigint not null,
    constraint intepretation_likedby_pkey primary key (interpretationid, userid)
);

create table interpretationcomment (
    interpretationcommentid bigint not null,
    uid varchar(11) not null,
    lastupdated timestamp not null,
    commenttext text,
    mentions jsonb,
    userid bigint not null,
    created timestamp not null,
    constraint interpretationcomment_pkey primary key (interpretationcommentid)
);

create table map (
    mapid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp default now() not null,
    lastupdated timestamp default now() not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    longitude double precision,
    latitude double precision,
    zoom integer,
    basemap varchar(255),
    title varchar(255),
    externalaccess boolean,
    userid bigint,
    publicaccess varchar(8),
    favorites jsonb,
    subscribers jsonb,
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    basemaps jsonb default '[]'::jsonb,
    constraint map_pkey primary key (mapid),
    constraint uk_37l2m3o1xfuagpki90gfh5kqb unique (code),
    constraint uk_grp9b5jne53f806pc92sfd5s8 unique (uid)
);

create table mapmapviews (
    mapid bigint not null,
    sort_order integer not null,
    mapviewid bigint not null,
    constraint mapmapviews_pkey primary key (mapid, sort_order)
);

create table mapview (
    mapviewid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    description text,
    layer varchar(255) not null,
    relativeperiodsid integer,
    userorganisationunit boolean,
    userorganisationunitchildren boolean,
    userorganisationunitgrandchildren boolean,
    aggregationtype varchar(40),
    programid bigint,
    programstageid bigint,
    startdate timestamp,
    enddate timestamp,
    trackedentitytypeid bigint,
    programstatus varchar(40),
    followup boolean,
    organisationunitselectionmode varchar(40),
    method integer,
    classes integer,
    colorlow varchar(255),
    colorhigh varchar(255),
    colorscale varchar(255),
    legendsetid bigint,
    radiuslow integer,
    radiushigh integer,
    opacity double precision,
    orgunitgroupsetid bigint,
    arearadius integer,
    hidden boolean,
    labels boolean,
    labelfontsize varchar(255),
    labelfontweight varchar(255),
    labelfontstyle varchar(255),
    labelfontcolor varchar(255),
    eventclustering boolean,
    eventcoordinatefield varchar(255),
    eventpointcolor varchar(255),
    eventpointradius integer,
    config text,
    styledataitem jsonb,
    translations jsonb default '[]'::jsonb not null,
    renderingstrategy varchar(50) not null,
    userorgunittype varchar(20),
    thematicmaptype varchar(50),
    nodatacolor varchar(7),
    eventstatus varchar(50),
    organisationunitcolor varchar(7),
    orgunitfield varchar(255),
    labeltemplate varchar(50),
    name varchar(230),
    relativeperiods jsonb,
    eventcoordinatefieldfallback varchar(15),
    constraint mapview_pkey primary key (mapviewid),
    constraint uk_1dw8gju4leg7iud4gpsr5r1ng unique (uid),
    constraint uk_6nm3ynkrtuj01bpo1uwcryq06 unique (code),
    constraint uk_8eyremdx683wcd9owh1t5jufs unique (relativeperiodsid)
);

create table mapview_attributedimensions (
    mapviewid bigint not null,
    sort_order integer not null,
    trackedentityattributedimensionid integer not null,
    constraint mapview_attributedimensions_pkey primary key (mapviewid, sort_order)
);

create table mapview_categorydimensions (
    mapviewid bigint not null,
    categorydimensionid integer not null,
    sort_order integer not null,
    constraint mapview_categorydimensions_pkey primary key (mapviewid, sort_order)
);

create table mapview_categoryoptiongroupsetdimensions (
    mapviewid bigint not null,
    sort_order integer not null,
    categoryoptiongroupsetdimensionid integer not null,
    constraint mapview_categoryoptiongroupsetdimensions_pkey primary key (mapviewid, sort_order)
);

create table mapview_columns (
    mapviewid bigint not null,
    sort_order integer not null,
    dimension varchar(255),
    constraint mapview_columns_pkey primary key (mapviewid, sort_order)
);

create table mapview_datadimensionitems (
    mapviewid bigint not null,
    sort_order integer not null,
    datadimensionitemid integer not null,
    constraint mapview_datadimensionitems_pkey primary key (mapviewid, sort_order)
);

create table mapview_dataelementdimensions (
    mapviewid bigint not null,
    sort_order integer not null,
    trackedentitydataelementdimensionid integer not null,
    constraint mapview_dataelementdimensions_pkey primary key (mapviewid, sort_order)
);

create table mapview_filters (
    mapviewid bigint not null,
    dimension varchar(255),
    sort_order integer not null,
    constraint mapview_filters_pkey primary key (mapviewid, sort_order)
);

create table mapview_itemorgunitgroups (
    mapviewid bigint not null,
    sort_order integer not null,
    orgunitgroupid bigint not null,
    constraint mapview_itemorgunitgroups_pkey primary key (mapviewid, sort_order)
);

create table mapview_organisationunits (
    mapviewid bigint not null,
    sort_order integer not null,
    organisationunitid bigint not null,
    constraint mapview_organisationunits_pkey primary key (mapviewid, sort_order)
);
