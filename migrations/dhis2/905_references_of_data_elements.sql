-- References of data elements, indicators, options, legends and constants.

alter table constant
    add constraint fk_constant_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataelement
    add constraint fk_dataelement_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_dataelement_commentoptionsetid foreign key (commentoptionsetid) references optionset(optionsetid),
    add constraint fk_dataelement_optionsetid foreign key (optionsetid) references optionset(optionsetid),
    add constraint fk_dataelement_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataelementaggregationlevels
    add constraint fk_dataelementaggregationlevels_dataelementid foreign key (dataelementid) references dataelement(dataelementid);
alter table dataelementgroup
    add constraint fk_dataelementgroup_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataelementgroupmembers
    add constraint fk_dataelementgroup_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_dataelementgroupmembers_dataelementgroupid foreign key (dataelementgroupid) references dataelementgroup(dataelementgroupid);
alter table dataelementgroupset
    add constraint fk_dataelementgroupset_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataelementgroupsetdimension
    add constraint fk_dimension_dataelementgroupsetid foreign key (dataelementgroupsetid) references dataelementgroupset(dataelementgroupsetid);
alter table dataelementgroupsetdimension_items
    add constraint fk_dimension_items_dataelementgroupid foreign key (dataelementgroupid) references dataelementgroup(dataelementgroupid),
    add constraint fk_dimension_items_dataelementgroupsetdimensionid foreign key (dataelementgroupsetdimensionid) references dataelementgroupsetdimension(dataelementgroupsetdimensionid);
alter table dataelementgroupsetmembers
    add constraint fk_dataelementgroupset_dataelementgroupid foreign key (dataelementgroupid) references dataelementgroup(dataelementgroupid),
    add constraint fk_dataelementgroupsetmembers_dataelementgroupsetid foreign key (dataelementgroupsetid) references dataelementgroupset(dataelementgroupsetid);
alter table dataelementlegendsets
    add constraint fk_dataelement_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fkbrsplevygf9yr4hvydhix39ug foreign key (dataelementid) references dataelement(dataelementid);
alter table dataelementoperand
    add constraint fk_dataelementoperand_dataelement foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_dataelementoperand_dataelementcategoryoptioncombo foreign key (categoryoptioncomboid) references categoryoptioncombo(categoryoptioncomboid);
alter table indicator
    add constraint fk_indicator_indicatortypeid foreign key (indicatortypeid) references indicatortype(indicatortypeid),
    add constraint fk_indicator_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table indicatorgroup
    add constraint fk_indicatorgroup_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table indicatorgroupmembers
    add constraint fk_indicatorgroup_indicatorid foreign key (indicatorid) references indicator(indicatorid),
    add constraint fk_indicatorgroupmembers_indicatorgroupid foreign key (indicatorgroupid) references indicatorgroup(indicatorgroupid);
alter table indicatorgroupset
    add constraint fk_indicatorgroupset_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table indicatorgroupsetmembers
    add constraint fk_indicatorgroupset_indicatorgroupid foreign key (indicatorgroupid) references indicatorgroup(indicatorgroupid),
    add constraint fk_indicatorgroupsetmembers_indicatorgroupsetid foreign key (indicatorgroupsetid) references indicatorgroupset(indicatorgroupsetid);
alter table indicatorlegendsets
    add constraint fk1ps7mt73qi3wnt6f5g6w6flga foreign key (indicatorid) references indicator(indicatorid),
    add constraint fk_indicator_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid);
alter table indicatortype
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table maplegend
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_maplegend_maplegendsetid foreign key (maplegendsetid) references maplegendset(maplegendsetid);
alter table maplegendset
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_legendset_userid foreign key (userid) references userinfo(userinfoid);
alter table optiongroup
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_optiongroup_optionsetid foreign key (optionsetid) references optionset(optionsetid),
    add constraint fk_optiongroup_userid foreign key (userid) references userinfo(userinfoid);
alter table optiongroupmembers
    add constraint fk_optiongroupmembers_optiongroupid foreign key (optionid) references optionvalue(optionvalueid),
    add constraint fk_optiongroupmembers_optionid foreign key (optiongroupid) references optiongroup(optiongroupid);
alter table optiongroupset
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_optiongroupset_optionsetid foreign key (optionsetid) references optionset(optionsetid),
    add constraint fk_optiongroupset_userid foreign key (userid) references userinfo(userinfoid);
alter table optiongroupsetmembers
    add constraint fk_optiongroupsetmembers_optiongroupid foreign key (optiongroupid) references optiongroup(optiongroupid),
    add constraint fk_optiongroupsetmembers_optiongroupsetid foreign key (optiongroupsetid) references optiongroupset(optiongroupsetid);
alter table optionset
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_optionset_userid foreign key (userid) references userinfo(userinfoid);
alter table optionvalue
    add constraint fk_optionsetmembers_optionsetid foreign key (optionsetid) references optionset(optionsetid);
