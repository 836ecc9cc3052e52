-- Tables of tracked entities, enrollments, events and relationships (2 of 2).

create table trackerevent (
    eventid bigint not null,
    uid varchar(11),
    created timestamp not null,
    lastupdated timestamp not null,
    createdatclient timestamp,
    lastupdatedatclient timestamp,
    lastsynchronized timestamp default to_timestamp((0)::double precision) not null,
    enrollmentid bigint not null,
    programstageid bigint not null,
    attributeoptioncomboid bigint not null,
    deleted boolean not null,
    storedby varchar(255),
    scheduleddate timestamp,
    occurreddate timestamp,
    organisationunitid bigint not null,
    status varchar(25) not null,
    completedby varchar(255),
    completeddate timestamp,
    geometry geometry(Geometry,4326),
    eventdatavalues jsonb default '{}'::jsonb not null,
    assigneduserid bigint,
    createdbyuserinfo jsonb,
    lastupdatedbyuserinfo jsonb,
    constraint trackerevent_pkey primary key (eventid),
    constraint unique_trackerevent_uid unique (uid)
);

create table trackerevent_notes (
    eventid bigint not null,
    sort_order integer not null,
    noteid bigint not null,
    constraint trackerevent_notes_pkey primary key (eventid, sort_order),
    constraint trackerevent_notes_trackedentitycommentid_key unique (noteid)
);

create table trackereventchangelog (
    eventchangelogid bigint default nextval('trackereventchangelog_sequence'::regclass) not null,
    eventid bigint not null,
    dataelementid bigint,
    eventfield varchar(100),
    currentvalue varchar(50000),
    previousvalue varchar(50000),
    changelogtype varchar(100) not null,
    created timestamp not null,
    createdby varchar(255) not null,
    constraint trackereventchangelog_pkey primary key (eventchangelogid)
);
