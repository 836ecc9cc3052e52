-- Tables of data elements, indicators, options, legends and constants.
-- Where DHIS2 keeps two unique constraints on one column the second is added by itself: a `create table` drops it unasked.

create table constant (
    constantid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    value double precision not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint constant_pkey primary key (constantid),
    constraint constant_unique_shortname unique (shortname),
    constraint uk_edy7cktu2fqg01r3n0fjyk1kk unique (code),
    constraint uk_nywvip5682tuvxrnwjomeyg6y unique (uid),
    constraint uk_o2xbcli806eba6dkdfco0o3kc unique (name)
);
alter table constant add constraint uk_aygjfui3fpgrsxbj6qj782h6f unique (shortname);

create table dataelement (
    dataelementid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    formname varchar(230),
    style jsonb,
    valuetype varchar(50) not null,
    domaintype varchar(255) not null,
    aggregationtype varchar(50) not null,
    categorycomboid bigint not null,
    url varchar(255),
    zeroissignificant boolean not null,
    optionsetid bigint,
    commentoptionsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    fieldmask varchar(255),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    valuetypeoptions jsonb,
    constraint dataelement_pkey primary key (dataelementid),
    constraint dataelement_code_key unique (code),
    constraint uk_2nhc265rlfu3dlc3qouvjdprl unique (name),
    constraint uk_3r6dr8m9qwa89afngtr43x9jh unique (uid),
    constraint uk_jc27pe1xeptws5xprct7mgxrj unique (shortname)
);
alter table dataelement add constraint uk_94srnunkibylfaxt4knxfn58e unique (code);

create table dataelementaggregationlevels (
    dataelementid bigint not null,
    sort_order integer not null,
    aggregationlevel integer,
    constraint dataelementaggregationlevels_pkey primary key (dataelementid, sort_order)
);

create table dataelementgroup (
    dataelementgroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    description text,
    sharing jsonb default '{}'::jsonb,
    constraint dataelementgroup_pkey primary key (dataelementgroupid),
    constraint dataelementgroup_unique_shortname unique (shortname),
    constraint uk_aqbaj76r9qxmnylr6p8kj9g37 unique (name),
    constraint uk_jo65jc3wyrxfekiu3upk80mtr unique (code),
    constraint uk_otvwcgv4bxjtqfj3flhrnmgf7 unique (uid)
);
alter table dataelementgroup add constraint uk_6x37lph70r5mh15a71pf1tj17 unique (shortname);

create table dataelementgroupmembers (
    dataelementid bigint not null,
    dataelementgroupid bigint not null,
    constraint dataelementgroupmembers_pkey primary key (dataelementgroupid, dataelementid)
);

create table dataelementgroupset (
    dataelementgroupsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    compulsory boolean,
    datadimension boolean not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    shortname varchar(50) not null,
    constraint dataelementgroupset_pkey primary key (dataelementgroupsetid),
    constraint dataelementgroupset_unique_shortname unique (shortname),
    constraint uk_1xk8j7j0a3li8o0ukblanosky unique (name),
    constraint uk_lu295rc1y01c7p7t76y6ajaas unique (uid),
    constraint uk_p7egnv3sj4ugyl23mk4vga40k unique (code)
);

create table dataelementgroupsetdimension (
    dataelementgroupsetdimensionid integer not null,
    dataelementgroupsetid bigint,
    constraint dataelementgroupsetdimension_pkey primary key (dataelementgroupsetdimensionid)
);

create table dataelementgroupsetdimension_items (
    dataelementgroupsetdimensionid integer not null,
    sort_order integer not null,
    dataelementgroupid bigint not null,
    constraint dataelementgroupsetdimension_items_pkey primary key (dataelementgroupsetdimensionid, sort_order)
);

create table dataelementgroupsetmembers (
    dataelementgroupsetid bigint not null,
    sort_order integer not null,
    dataelementgroupid bigint not null,
    constraint dataelementgroupsetmembers_pkey primary key (dataelementgroupsetid, sort_order)
);

create table dataelementlegendsets (
    dataelementid bigint not null,
    sort_order integer not null,
    legendsetid bigint not null,
    constraint dataelementlegendsets_pkey primary key (dataelementid, sort_order)
);

create table dataelementoperand (
    dataelementoperandid bigint not null,
    dataelementid bigint,
    categoryoptioncomboid bigint,
    constraint dataelementoperand_pkey primary key (dataelementoperandid)
);

create table indicator (
    indicatorid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    description text,
    formname text,
    annualized boolean not null,
    decimals integer,
    indicatortypeid bigint not null,
    numerator text not null,
    numeratordescription text,
    denominator text not null,
    denominatordescription text,
    url varchar(255),
    style jsonb,
    aggregateexportcategoryoptioncombo varchar(255),
    aggregateexportattributeoptioncombo varchar(255),
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint indicator_pkey primary key (indicatorid),
    constraint indicator_code_key unique (code),
    constraint uk_ta80keoi67443tkvvmx8l872x unique (uid)
);
alter table indicator add constraint uk_kmpefoaw81v4bxpoey6y1y3xl unique (code);

create table indicatorgroup (
    indicatorgroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb,
    attributevalues jsonb default '{}'::jsonb,
    description text,
    sharing jsonb default '{}'::jsonb,
    constraint indicatorgroup_pkey primary key (indicatorgroupid),
    constraint uk_kqbwxccoqctky1kdkimjya03s unique (uid),
    constraint uk_sspviu4m0l0lf7ef3t3cagfxd unique (code)
);

create table indicatorgroupmembers (
    indicatorid bigint not null,
    indicatorgroupid bigint not null,
    constraint indicatorgroupmembers_pkey primary key (indicatorgroupid, indicatorid)
);

create table indicatorgroupset (
    indicatorgroupsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    compulsory boolean,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    shortname varchar(50) not null,
    constraint indicatorgroupset_pkey primary key (indicatorgroupsetid),
    constraint indicatorgroupset_unique_shortname unique (shortname),
    constraint uk_actuoxkkqulslxjpj5hagib9r unique (code),
    constraint uk_n4xputyk31femiaxls6lbl2rw unique (uid)
);

create table indicatorgroupsetmembers (
    indicatorgroupid bigint not null,
    indicatorgroupsetid bigint not null,
    sort_order integer not null,
    constraint indicatorgroupsetmembers_pkey primary key (indicatorgroupsetid, sort_order)
);

create table indicatorlegendsets (
    indicatorid bigint not null,
    sort_order integer not null,
    legendsetid bigint not null,
    constraint indicatorlegendsets_pkey primary key (indicatorid, sort_order)
);

create table indicatortype (
    indicatortypeid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    indicatorfactor integer not null,
    indicatornumber boolean,
    translations jsonb default '[]'::jsonb not null,
    constraint indicatortype_pkey primary key (indicatortypeid),
    constraint uk_8dcmrupnoi7hiiom466aoa2y unique (code),
    constraint uk_n8mbmryeksa80ucyxj0vg6p9b unique (name),
    constraint uk_p0p3bwhgbsdemu14v23p47qne unique (uid)
);

create table maplegend (
    maplegendid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    startvalue double precision not null,
    endvalue double precision not null,
    color varchar(255),
    image varchar(255),
    maplegendsetid bigint,
    translations jsonb default '[]'::jsonb not null,
    constraint maplegend_pkey primary key (maplegendid),
    constraint uk_9csrw908a1fvfwbhjwm0jfl4e unique (uid),
    constraint uk_id4stsb5slq35axmjeojnjnoa unique (code)
);

create table maplegendset (
    maplegendsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    symbolizer varchar(255),
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    constraint maplegendset_pkey primary key (maplegendsetid),
    constraint uk_842ips1xb81udqc3dw5uax7u5 unique (name),
    constraint uk_bv71u83esume24hp4gsaj5p4f unique (code),
    constraint uk_ec7ehyocpresxxhm7yjstdnwt unique (uid)
);

create table optiongroup (
    optiongroupid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    shortname varchar(50) not null,
    optionsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    description text,
    constraint optiongroup_pkey primary key (optiongroupid),
    constraint uk_6ni8qsiimdcy626hwls002flo unique (name),
    constraint uk_dt8m81o2pw5p9ttid369e92bg unique (code),
    constraint uk_nipo7t010a80osh7okxswav2g unique (uid),
    constraint uk_nwq3y4xqct21tdl0l77bvmpoe unique (shortname)
);

create table optiongroupmembers (
    optiongroupid bigint not null,
    optionid bigint not null,
    constraint optiongroupmembers_pkey primary key (optiongroupid, optionid)
);

create table optiongroupset (
    optiongroupsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    description text,
    datadimension boolean not null,
    optionsetid bigint,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    sharing jsonb default '{}'::jsonb,
    constraint optiongroupset_pkey primary key (optiongroupsetid),
    constraint uk_2boebaetgus89t1k8nn4dac65 unique (uid),
    constraint uk_aee54nmg1ci2cpitnpiwa845p unique (name),
    constraint uk_q9jv2e3fy49hc1havuwnr0res unique (code)
);

create table optiongroupsetmembers (
    optiongroupsetid bigint not null,
    sort_order integer not null,
    optiongroupid bigint not null,
    constraint optiongroupsetmembers_pkey primary key (optiongroupsetid, sort_order),
    constraint uk_1film7lsn5m1wyeku7yh5anfa unique (optiongroupid)
);

create table optionset (
    optionsetid bigint not null,
    uid varchar(11) not null,
    code varchar(50),
    created timestamp not null,
    lastupdated timestamp not null,
    lastupdatedby bigint,
    name varchar(230) not null,
    valuetype varchar(50) not null,
    version integer,
    userid bigint,
    publicaccess varchar(8),
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    sharing jsonb default '{}'::jsonb,
    description text,
    constraint optionset_pkey primary key (optionsetid),
    constraint uk_81gfx3yt7ngwmkk0t8qgcovhi unique (uid),
    constraint uk_p0rvldurcmk0x3mx39lt5uvsd unique (name),
    constraint uk_rvfiukug5ui7qidoiln3el3aa unique (code)
);

create table optionvalue (
    optionvalueid bigint not null,
    uid varchar(11) not null,
    code varchar(230) not null,
    name varchar(230) not null,
    created timestamp not null,
    lastupdated timestamp not null,
    sort_order integer,
    description text,
    formname text,
    style jsonb,
    optionsetid bigint,
    translations jsonb default '[]'::jsonb not null,
    attributevalues jsonb default '{}'::jsonb,
    constraint optionvalue_pkey primary key (optionvalueid),
    constraint optionvalue_unique_optionsetid_and_code unique (optionsetid, code),
    constraint uk_18b68rcofdwt1sbr6rf55poog unique (uid)
);
