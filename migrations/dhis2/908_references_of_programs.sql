-- References of programs, stages, rules, indicators and notifications.

alter table eventfilter
    add constraint fk_lastupdatedby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programstageinstancefilter_userid foreign key (userid) references userinfo(userinfoid);
alter table expressiondimensionitem
    add constraint fk_expressiondimensionitem_userid foreign key (userid) references userinfo(userinfoid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table program
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_program_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_program_dataentryformid foreign key (dataentryformid) references dataentryform(dataentryformid),
    add constraint fk_program_enrollmentcategorycomboid foreign key (enrollmentcategorycomboid) references categorycombo(categorycomboid),
    add constraint fk_program_expiryperiodtypeid foreign key (expiryperiodtypeid) references periodtype(periodtypeid),
    add constraint fk_program_relatedprogram foreign key (relatedprogramid) references program(programid),
    add constraint fk_program_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid),
    add constraint fk_program_userid foreign key (userid) references userinfo(userinfoid);
alter table program_attributes
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_program_attributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_programtrackedentityattribute_programid foreign key (programid) references program(programid);
alter table program_organisationunits
    add constraint fk_program_organisationunits_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_program_organisationunits_programid foreign key (programid) references program(programid);
alter table program_userroles
    add constraint fkgb55kdvtf92qykh2840inyhst foreign key (programid) references program(programid);
alter table programindicator
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programindicator_attributecomboid foreign key (attributecomboid) references categorycombo(categorycomboid),
    add constraint fk_programindicator_categorycomboid foreign key (categorycomboid) references categorycombo(categorycomboid),
    add constraint fk_programindicator_program foreign key (programid) references program(programid),
    add constraint fk_programindicator_userid foreign key (userid) references userinfo(userinfoid);
alter table programindicatorgroup
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programindicatorgroup_userid foreign key (userid) references userinfo(userinfoid);
alter table programindicatorgroupmembers
    add constraint fk_programindicatorgroup_programindicatorid foreign key (programindicatorid) references programindicator(programindicatorid),
    add constraint fk_programindicatorgroupmembers_programindicatorgroupid foreign key (programindicatorgroupid) references programindicatorgroup(programindicatorgroupid);
alter table programindicatorlegendsets
    add constraint fk_programindicator_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fkkbd9rqv83w4nwogj5fchtxj9y foreign key (programindicatorid) references programindicator(programindicatorid);
alter table programmessage
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programmessage_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_programmessage_programinstanceid foreign key (enrollmentid) references enrollment(enrollmentid),
    add constraint fk_programmessage_singleeventid foreign key (singleeventid) references singleevent(eventid),
    add constraint fk_programmessage_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid),
    add constraint fk_programmessage_trackereventid foreign key (trackereventid) references trackerevent(eventid);
alter table programmessage_deliverychannels
    add constraint fkljv6vp4ro5l6stx7dclnkenen foreign key (programmessagedeliverychannelsid) references programmessage(id);
alter table programmessage_emailaddresses
    add constraint fkbyaw75hj8du8w14hpuhxj762w foreign key (programmessageemailaddressid) references programmessage(id);
alter table programmessage_phonenumbers
    add constraint fk3408hwfswvwfqyfngk1tf5ju8 foreign key (programmessagephonenumberid) references programmessage(id);
alter table programnotificationinstance
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programnotificationinstance_singleeventid foreign key (singleeventid) references singleevent(eventid),
    add constraint fk_programnotificationinstance_trackereventid foreign key (trackereventid) references trackerevent(eventid),
    add constraint fk_programstagenotification_pi foreign key (enrollmentid) references enrollment(enrollmentid);
alter table programnotificationtemplate
    add constraint fk4uq2bl31hdu2s4e07rltemk3d foreign key (programstageid) references programstage(programstageid),
    add constraint fk9whlsdwfojxbp8yclqolqwm9 foreign key (programid) references program(programid),
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programstagenotification_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_programstagenotification_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_programstagenotification_usergroup foreign key (usergroupid) references usergroup(usergroupid);
alter table programnotificationtemplate_deliverychannel
    add constraint fk45uc7wfpi4u5gunpl127ehkn2 foreign key (programnotificationtemplatedeliverychannelid) references programnotificationtemplate(programnotificationtemplateid);
alter table programownershiphistory
    add constraint fk_programownershiphistory_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_programownershiphistory_programid foreign key (programid) references program(programid),
    add constraint fk_programownershiphistory_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table programrule
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programrule_program foreign key (programid) references program(programid),
    add constraint fk_programrule_programstage foreign key (programstageid) references programstage(programstageid);
alter table programruleaction
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_notificationtemplate foreign key (notificationtemplateid) references programnotificationtemplate(programnotificationtemplateid),
    add constraint fk_programruleaction_dataelement foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_programruleaction_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fk_programruleaction_option foreign key (optionid) references optionvalue(optionvalueid),
    add constraint fk_programruleaction_optiongroup foreign key (optiongroupid) references optiongroup(optiongroupid),
    add constraint fk_programruleaction_programindicator foreign key (programindicatorid) references programindicator(programindicatorid),
    add constraint fk_programruleaction_programrule foreign key (programruleid) references programrule(programruleid),
    add constraint fk_programruleaction_programstage foreign key (programstageid) references programstage(programstageid),
    add constraint fk_programruleaction_programstagesection foreign key (programstagesectionid) references programstagesection(programstagesectionid),
    add constraint fk_programruleaction_trackedentityattribute foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid);
alter table programrulevariable
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programrulevariable_dataelement foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_programrulevariable_program foreign key (programid) references program(programid),
    add constraint fk_programrulevariable_programstage foreign key (programstageid) references programstage(programstageid),
    add constraint fk_programrulevariable_trackedentityattribute foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid);
alter table programsection
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_program_programid foreign key (programid) references program(programid);
alter table programsection_attributes
    add constraint fk_programsection_attributes_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_programsections_attributes_programsectionid foreign key (programsectionid) references programsection(programsectionid);
alter table programstage
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programstage_dataentryform foreign key (dataentryformid) references dataentryform(dataentryformid),
    add constraint fk_programstage_nextscheduledateid foreign key (nextscheduledateid) references dataelement(dataelementid),
    add constraint fk_programstage_periodtypeid foreign key (periodtypeid) references periodtype(periodtypeid),
    add constraint fk_programstage_program foreign key (programid) references program(programid),
    add constraint fk_programstage_userid foreign key (userid) references userinfo(userinfoid);
alter table programstagedataelement
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_programstagedataelement_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_programstagedataelement_programstageid foreign key (programstageid) references programstage(programstageid);
alter table programstagesection
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_program_programstageid foreign key (programstageid) references programstage(programstageid);
alter table programstagesection_dataelements
    add constraint fk_programstagesection_dataelements_dataelementid foreign key (dataelementid) references dataelement(dataelementid),
    add constraint fk_programstagesection_dataelements_programstagesectionid foreign key (programstagesectionid) references programstagesection(programstagesectionid);
alter table programstagesection_programindicators
    add constraint fk_programstagesection_programindicators_indicatorid foreign key (programindicatorid) references programindicator(programindicatorid),
    add constraint fk_programstagesection_programindicators_sectionid foreign key (programstagesectionid) references programstagesection(programstagesectionid);
alter table programstageworkinglist
    add constraint fk_programstageworkinglist_programid foreign key (programid) references program(programid) on delete cascade,
    add constraint fk_programstageworkinglist_programstageid foreign key (programstageid) references programstage(programstageid) on delete cascade;
alter table programtempowner
    add constraint fk_programtempowner_programid foreign key (programid) references program(programid),
    add constraint fk_programtempowner_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid),
    add constraint fk_programtempowner_userid foreign key (userid) references userinfo(userinfoid);
alter table programtempownershipaudit
    add constraint fk_programtempownershipaudit_programid foreign key (programid) references program(programid),
    add constraint fk_programtempownershipaudit_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table trackedentityfilter
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_trackedentityinstancefilter_programid foreign key (programid) references program(programid),
    add constraint fk_trackedentityinstancefilter_userid foreign key (userid) references userinfo(userinfoid);
