-- References of data sets, their forms, values, completion and approval.

alter table completedatasetregistration
    add constraint fk_completedatasetregistration_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_completedatasetregistration_organisationunitid foreign key (sourceid) references organisationunit(organisationunitid),
    add constraint fk_datasetcompleteregistration_datasetid foreign key (datasetid) references dataset(datasetid),
    add constraint fk_datasetcompleteregistration_periodid foreign key (periodid) references period(periodid);
alter table configuration_dataoutputperiodtype
    add constraint fk_configuration_dataoutputperiodtype_configurationid foreign key (configurationid) references configuration(configurationid),
    add constraint fk_configuration_dataoutputperiodtype_periodtypeid foreign key (periodtypeid) references periodtype(periodtypeid);
alter table dataapproval
    add constraint fk_dataapproval_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_dataapproval_creator foreign key (creator) references userinfo(userinfoid),
    add constraint fk_dataapproval_dataapprovallevel foreign key (dataapprovallevelid) references dataapprovallevel(dataapprovallevelid),
    add constraint fk_dataapproval_lastupdateby foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_dataapproval_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_dataapproval_periodid foreign key (periodid) references period(periodid),
    add constraint fk_dataapproval_workflowid foreign key (workflowid) references dataapprovalworkflow(workflowid);
alter table dataapprovalaudit
    add constraint fk_dataapproval_creator foreign key (creator) references userinfo(userinfoid),
    add constraint fk_dataapprovalaudit_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_dataapprovalaudit_levelid foreign key (levelid) references dataapprovallevel(dataapprovallevelid),
    add constraint fk_dataapprovalaudit_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_dataapprovalaudit_periodid foreign key (periodid) references period(periodid),
    add constraint fk_dataapprovalaudit_workflowid foreign key (workflowid) references dataapprovalworkflow(workflowid);
alter table dataapprovallevel
    add constraint fk_dataapprovallevel_categoryoptiongroupsetid foreign key (categoryoptiongroupsetid) references categoryoptiongroupset(categoryoptiongroupsetid),
    add constraint fk_dataapprovallevel_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataapprovalworkflow
    add constraint fk_dataapprovalworkflow_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_dataapprovalworkflow_periodtypeid foreign key (periodtypeid) references periodtype(periodtypeid),
    add constraint fk_dataapprovalworkflow_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table dataapprovalworkflowlevels
    add constraint fk_dataapprovalworkflowlevels_levelid foreign key (dataapprovallevelid) references dataapprovallevel(dataapprovallevelid),
    add constraint fk_dataapprovalworkflowlevels_workflowid foreign key (workflowid) references dataapprovalworkflow(workflowid);
alter table dataentryform
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table datainputperiod
    add constraint fk_datainputperiod_period foreign key (periodid) references period(periodid),
    add constraint fk_datasetdatainputperiods_datasetid foreign key (datasetid) references dataset(datasetid);
alter table dataset
    add constraint fk_dataset_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_dataset_dataentryform foreign key (dataentryform) references dataentryform(dataentryformid),
    add constraint fk_dataset_notificationrecipients foreign key (notificationrecipients) references usergroup(usergroupid),
    add constraint fk_dataset_periodtypeid foreign key (periodtypeid) references periodtype(periodtypeid),
    add constraint fk_dataset_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_dataset_workflowid foreign key (workflowid) references dataapprovalworkflow(workflowid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table datasetelement
    add constraint fk_datasetelement_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_datasetmembers_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_datasetmembers_datasetid foreign key (datasetid) references dataset(datasetid);
alter table datasetindicators
    add constraint fk_dataset_indicatorid foreign key (indicatorid) references indicator(indicatorid),
    add constraint fk_datasetindicators_datasetid foreign key (datasetid) references dataset(datasetid);
alter table datasetlegendsets
    add constraint fk9f6ich22mw6be835i07khg9ld foreign key (datasetid) references dataset(datasetid),
    add constraint fk_dataset_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid);
alter table datasetnotification_datasets
    add constraint fk_datasets_datasetnotificationtemplateid foreign key (datasetnotificationtemplateid) references datasetnotificationtemplate(datasetnotificationtemplateid),
    add constraint fken6g44y648k1fembweltcao3e foreign key (datasetid) references dataset(datasetid);
alter table datasetnotificationtemplate
    add constraint fk_datasetnotification_usergroup foreign key (usergroupid) references usergroup(usergroupid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table datasetnotificationtemplate_deliverychannel
    add constraint fkpmebskggkjfjfwxw7u43twmg2 foreign key (datasetnotificationtemplateid) references datasetnotificationtemplate(datasetnotificationtemplateid);
alter table datasetoperands
    add constraint fk_dataset_dataelementoperandid foreign key (dataelementoperandid) references dataelementoperand(dataelementoperandid),
    add constraint fk_datasetoperands_datasetid foreign key (datasetid) references dataset(datasetid);
alter table datasetsource
    add constraint fk_dataset_organisationunit foreign key (sourceid) references organisationunit(organisationunitid),
    add constraint fk_datasetsource_datasetid foreign key (datasetid) references dataset(datasetid);
alter table datavalue
    add constraint fk_datavalue_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_datavalue_categoryoptioncomboid foreign key (categoryoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_datavalue_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_datavalue_organisationunitid foreign key (sourceid) references organisationunit(organisationunitid),
    add constraint fk_datavalue_periodid foreign key (periodid) references period(periodid);
alter table datavalueaudit
    add constraint fk_datavalueaudit_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_datavalueaudit_categoryoptioncomboid foreign key (categoryoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_datavalueaudit_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_datavalueaudit_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_datavalueaudit_periodid foreign key (periodid) references period(periodid);
alter table lockexception
    add constraint fk_lockexception_datasetid foreign key (datasetid) references dataset(datasetid),
    add constraint fk_lockexception_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_lockexception_periodid foreign key (periodid) references period(periodid);
alter table minmaxdataelement
    add constraint fk_minmaxdataelement_categoryoptioncomboid foreign key (categoryoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_minmaxdataelement_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_minmaxdataelement_organisationunitid foreign key (sourceid) references organisationunit(organisationunitid);
alter table period
    add constraint fk_period_periodtypeid foreign key (periodtypeid) references periodtype(periodtypeid);
alter table periodboundary
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_periodboundary_periodtype foreign key (offsetperiodtypeid) references periodtype(periodtypeid),
    add constraint fk_periodboundary_programindicator foreign key (programindicatorid) references programindicator(programindicatorid);
alter table section
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_section_datasetid foreign key (datasetid) references dataset(datasetid);
alter table sectiondataelements
    add constraint fk_section_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_sectiondataelements_sectionid foreign key (sectionid) references section(sectionid);
alter table sectiongreyedfields
    add constraint fk_section_dataelementoperandid foreign key (dataelementoperandid) references dataelementoperand(dataelementoperandid),
    add constraint fk_sectiongreyedfields_sectionid foreign key (sectionid) references section(sectionid);
alter table sectionindicators
    add constraint fk_section_indicatorid foreign key (indicatorid) references indicator(indicatorid),
    add constraint fk_sectionindicators_sectionid foreign key (sectionid) references section(sectionid);
alter table smscodes
    add constraint fk_categoryoptioncombo_categoryoptioncomboid foreign key (optionid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_dataelement_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_trackedentityattribute_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid);
alter table smscommandcodes
    add constraint fkc6ibwny8jp0hq6l6w0w2untt4 foreign key (id) references smscommands(smscommandid),
    add constraint fke1eymlpayuhawlo8pfuwue654 foreign key (codeid) references smscodes(smscodeid);
alter table smscommands
    add constraint fk_dataset_datasetid foreign key (datasetid) references dataset(datasetid),
    add constraint fk_smscommand_program foreign key (programid) references program(programid),
    add constraint fk_smscommand_programstage foreign key (programstageid) references programstage(programstageid),
    add constraint fk_smscommand_usergroup foreign key (usergroupid) references usergroup(usergroupid);
alter table smscommandspecialcharacters
    add constraint fkch98ncn24f71dft102f7of537 foreign key (smscommandid) references smscommands(smscommandid),
    add constraint fktl0s6blarqvbvjhnoa94drtb2 foreign key (specialcharacterid) references smsspecialcharacter(specialcharacterid);
