-- References of tracked entities, enrollments, events and relationships.

alter table enrollment
    add constraint fk_enrollment_categorycomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_programinstance_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_programinstance_programid foreign key (programid) references program(programid),
    add constraint fk_programinstance_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table enrollment_notes
    add constraint fk_programinstancecomments_programinstanceid foreign key (enrollmentid) references enrollment(enrollmentid),
    add constraint fk_programinstancecomments_trackedentitycommentid foreign key (noteid) references note(noteid);
alter table eventhook
    add constraint fk_eventhook_lastupdateby_userinfoid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_eventhook_userid_userinfoid foreign key (userid) references userinfo(userinfoid);
alter table note
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid);
alter table potentialduplicate
    add constraint potentialduplicate_lastupdatedby_user foreign key (lastupdatebyusername) references userinfo(username);
alter table relationship
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_relationship_from_relationshipitemid foreign key (from_relationshipitemid) references relationshipitem(relationshipitemid) on delete cascade,
    add constraint fk_relationship_relationshiptypeid foreign key (relationshiptypeid) references relationshiptype(relationshiptypeid),
    add constraint fk_relationship_to_relationshipitemid foreign key (to_relationshipitemid) references relationshipitem(relationshipitemid) on delete cascade;
alter table relationshipconstraint
    add constraint fk_relationshipconstraint_program_programid foreign key (programid) references program(programid),
    add constraint fk_relationshipconstraint_programstage_programstageid foreign key (programstageid) references programstage(programstageid),
    add constraint fk_relationshipconstraint_trackedentitytype_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid);
alter table relationshipitem
    add constraint fk_relationshipitem_programinstanceid foreign key (enrollmentid) references enrollment(enrollmentid),
    add constraint fk_relationshipitem_relationshipid foreign key (relationshipid) references relationship(relationshipid) on delete cascade,
    add constraint fk_relationshipitem_singleeventid foreign key (singleeventid) references singleevent(eventid),
    add constraint fk_relationshipitem_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid),
    add constraint fk_relationshipitem_trackereventid foreign key (trackereventid) references trackerevent(eventid);
alter table relationshiptype
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_relationshiptype_from_relationshipconstraintid foreign key (from_relationshipconstraintid) references relationshipconstraint(relationshipconstraintid),
    add constraint fk_relationshiptype_to_relationshipconstraintid foreign key (to_relationshipconstraintid) references relationshipconstraint(relationshipconstraintid),
    add constraint fk_relationshiptype_userid foreign key (userid) references userinfo(userinfoid);
alter table singleevent
    add constraint fk_singleevent_assigneduserid foreign key (assigneduserid) references userinfo(userinfoid),
    add constraint fk_singleevent_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_singleevent_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_singleevent_programstageid foreign key (programstageid) references programstage(programstageid);
alter table singleevent_notes
    add constraint fk_singleevent_notes_eventid foreign key (eventid) references singleevent(eventid);
alter table singleeventchangelog
    add constraint fk_singleeventchangelog_eventid foreign key (eventid) references singleevent(eventid);
alter table trackedentity
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_trackedentityinstance_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_trackedentityinstance_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid);
alter table trackedentityattribute
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_trackedentityattribute_optionsetid foreign key (optionsetid) references optionset(optionsetid),
    add constraint fk_trackedentityattribute_userid foreign key (userid) references userinfo(userinfoid);
alter table trackedentityattributelegendsets
    add constraint fk_trackedentityattribute_legendsetid foreign key (legendsetid) references maplegendset(maplegendsetid),
    add constraint fkcdkajbb0rpnpwuo57i894s0dg foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid);
alter table trackedentityattributevalue
    add constraint fk_attributevalue_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_attributevalue_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table trackedentityattributevalueaudit
    add constraint fk_attributevalueaudit_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid);
alter table trackedentitychangelog
    add constraint fk_trackedentitychangelog_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_trackedentitychangelog_trackedentityid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table trackedentitydatavalueaudit
    add constraint fk_entityinstancedatavalueaudit_dataelementid foreign key (dataelementid) references dataelement(dataelementid);
alter table trackedentityprogramowner
    add constraint fk_trackedentityprogramowner_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_trackedentityprogramowner_programid foreign key (programid) references program(programid),
    add constraint fk_trackedentityprogramowner_trackedentityinstanceid foreign key (trackedentityid) references trackedentity(trackedentityid);
alter table trackedentitytype
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_trackedentitytype_userid foreign key (userid) references userinfo(userinfoid);
alter table trackedentitytypeattribute
    add constraint fk_lastupdateby_userid foreign key (lastupdatedby) references userinfo(userinfoid),
    add constraint fk_trackedentitytypeattribute_trackedentityattributeid foreign key (trackedentityattributeid) references trackedentityattribute(trackedentityattributeid),
    add constraint fk_trackedentitytypeattribute_trackedentitytypeid foreign key (trackedentitytypeid) references trackedentitytype(trackedentitytypeid);
alter table trackerevent
    add constraint fk_trackerevent_assigneduserid foreign key (assigneduserid) references userinfo(userinfoid),
    add constraint fk_trackerevent_attributeoptioncomboid foreign key (attributeoptioncomboid) references categoryoptioncombo(categoryoptioncomboid),
    add constraint fk_trackerevent_enrollmentid foreign key (enrollmentid) references enrollment(enrollmentid),
    add constraint fk_trackerevent_organisationunitid foreign key (organisationunitid) references organisationunit(organisationunitid),
    add constraint fk_trackerevent_programstageid foreign key (programstageid) references programstage(programstageid);
alter table trackerevent_notes
    add constraint fk_trackerevent_notes_eventid foreign key (eventid) references trackerevent(eventid);
alter table trackereventchangelog
    add constraint fk_trackereventchangelog_eventid foreign key (eventid) references trackerevent(eventid);
