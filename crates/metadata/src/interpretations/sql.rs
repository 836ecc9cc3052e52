//! Statements over interpretations, their comments and likes, and the messages that tell of them.

use afya_access::Caller;
use afya_schema::Type;
use afya_store::{Bind, Sql};

use crate::sql::{Scope, access, fill, name, set_order, text};

fn bind(value: impl Into<Bind>) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value);
    sql
}

fn json(value: &str) -> Sql {
    bind(Bind::Json(value.to_owned()))
}

/// What an interpretation can be about, by its identifier, if the caller may read it.
pub(super) fn subject(of: &'static Type, uid: &str, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let mut sql = subject_columns(of);
    sql.append(fill(
        " from {} {} where {} = {}",
        [name(of.table.unwrap_or_default()), alias.sql(), alias.column("uid"), text(uid)],
    ));
    if let Some(readable) = access::readable(of, alias, scope) {
        sql.push(" and ").append(readable);
    }
    sql
}

/// The same by its key.
pub(super) fn subject_by_key(of: &'static Type, key: i64) -> Sql {
    let mut sql = subject_columns(of);
    sql.append(fill(
        " from {} where {} = {}",
        [name(of.table.unwrap_or_default()), name(of.key_column.unwrap_or_default()), bind(key)],
    ));
    sql
}

fn subject_columns(of: &Type) -> Sql {
    let has = |key: &str| of.property(key).is_some();
    let user_unit = if has("userOrganisationUnit") {
        "coalesce(userorganisationunit or userorganisationunitchildren or userorganisationunitgrandchildren, false)"
    } else {
        "false"
    };
    let subscribers = if of.subscribable {
        "array(select jsonb_array_elements_text(case when jsonb_typeof(subscribers) = 'array' then subscribers end))"
    } else {
        "array[]::text[]"
    };
    let is_list =
        if of.name == "eventVisualization" { "type in ('LINE_LIST', 'PIVOT_TABLE')" } else { "false" };
    fill(
        "select {}::bigint as key, uid::text as uid, name::text as name, {} as has_user_unit, {} as subscribers, {} as is_list",
        [name(of.key_column.unwrap_or_default()), user_unit.into(), subscribers.into(), is_list.into()],
    )
}

/// An org unit.
pub(super) fn unit(uid: &str) -> Sql {
    fill("select organisationunitid as key from organisationunit where uid = {}", [text(uid)])
}

/// An interpretation to be saved.
pub(super) struct New<'a> {
    pub(super) uid: &'a str,
    pub(super) text: &'a str,
    pub(super) mentions: &'a str,
    pub(super) caller: &'a Caller,
    pub(super) now: &'a str,
    pub(super) unit: Option<i64>,
    pub(super) period: Option<i64>,
}

/// Saves an interpretation; `links` are the columns of what it is about. Everybody may read it.
pub(super) fn insert(new: &New<'_>, links: &[(&'static str, i64)]) -> Sql {
    let columns = Sql::join(links.iter().map(|(column, _)| fill(", {}", [name(column)])), "");
    let keys = Sql::join(links.iter().map(|(_, key)| fill(", {}", [bind(*key)])), "");
    fill(
        "insert into interpretation (interpretationid, uid, created, lastupdated, interpretationtext, mentions, likes, userid, \
         organisationunitid, periodid, sharing{}) values (nextval('hibernate_sequence'), {}, {}::timestamp, {}::timestamp, {}, {}, 0, \
         {}, {}, {}, jsonb_build_object('owner', {}, 'public', 'rw------', 'users', jsonb_build_object(), 'userGroups', \
         jsonb_build_object()){}) returning interpretationid as key",
        [
            columns,
            text(new.uid),
            text(new.now),
            text(new.now),
            text(new.text),
            json(new.mentions),
            bind(new.caller.id),
            bind(new.unit),
            bind(new.period),
            text(&new.caller.uid),
            keys,
        ],
    )
}

/// An interpretation with the kind and key of what it is about, if the caller may read it.
pub(super) fn find(of: &'static Type, uid: &str, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let mut sql = fill(
        "select interpretationid as key, userid as author, case when visualizationid is not null then 'visualization' \
         when mapid is not null then 'map' when coalesce(eventreportid, eventchartid, eventvisualizationid) is not null \
         then 'eventVisualization' when datasetid is not null then 'dataSet' end as kind, \
         coalesce(visualizationid, mapid, eventreportid, eventchartid, eventvisualizationid, datasetid) as subject \
         from interpretation {} where {} = {}",
        [alias.sql(), alias.column("uid"), text(uid)],
    );
    if let Some(readable) = access::readable(of, alias, scope) {
        sql.push(" and ").append(readable);
    }
    sql
}

/// Replaces a text.
pub(super) fn change(key: i64, words: &str, mentions: &str, now: &str) -> Sql {
    fill(
        "update interpretation set interpretationtext = {}, mentions = {}, lastupdated = {}::timestamp where interpretationid = {}",
        [text(words), json(mentions), text(now), bind(key)],
    )
}

/// Says that an interpretation changed, and keeps it to this transaction.
pub(super) fn touch(key: i64, now: &str) -> Sql {
    fill(
        "update interpretation set lastupdated = {}::timestamp where interpretationid = {}",
        [text(now), bind(key)],
    )
}

/// Keeps an interpretation to this transaction.
pub(super) fn hold(key: i64) -> Sql {
    fill("select from interpretation where interpretationid = {} for update", [bind(key)])
}

/// Removes an interpretation with all that hangs on it.
pub(super) fn remove(key: i64) -> [Sql; 3] {
    [
        "delete from interpretation_likedby where interpretationid = {}",
        "with gone as (delete from interpretation_comments where interpretationid = {} returning interpretationcommentid) \
         delete from interpretationcomment c using gone where c.interpretationcommentid = gone.interpretationcommentid",
        "delete from interpretation where interpretationid = {}",
    ]
    .map(|template| fill(template, [bind(key)]))
}

/// Saves a comment behind the others.
pub(super) fn comment(key: i64, uid: &str, words: &str, mentions: &str, author: i64, now: &str) -> Sql {
    fill(
        "with new as (insert into interpretationcomment (interpretationcommentid, uid, created, lastupdated, commenttext, mentions, \
         userid) values (nextval('hibernate_sequence'), {}, {}::timestamp, {}::timestamp, {}, {}, {}) \
         returning interpretationcommentid) \
         insert into interpretation_comments (interpretationid, sort_order, interpretationcommentid) \
         select {}, (select coalesce(max(sort_order), 0) + 1 from interpretation_comments where interpretationid = {}), \
         interpretationcommentid from new",
        [text(uid), text(now), text(now), text(words), json(mentions), bind(author), bind(key), bind(key)],
    )
}

/// A comment of an interpretation.
pub(super) fn find_comment(key: i64, uid: &str) -> Sql {
    fill(
        "select c.interpretationcommentid as key, c.userid as author from interpretation_comments m \
         join interpretationcomment c using (interpretationcommentid) where m.interpretationid = {} and c.uid = {}",
        [bind(key), text(uid)],
    )
}

/// Replaces the text of a comment.
pub(super) fn change_comment(key: i64, words: &str, mentions: &str, now: &str) -> Sql {
    fill(
        "update interpretationcomment set commenttext = {}, mentions = {}, lastupdated = {}::timestamp \
         where interpretationcommentid = {}",
        [text(words), json(mentions), text(now), bind(key)],
    )
}

/// Removes a comment; those behind it move up, by way of places that nothing holds.
pub(super) fn remove_comment(key: i64, comment: i64) -> [Sql; 3] {
    [
        fill(
            "with gone as (delete from interpretation_comments where interpretationcommentid = {} returning *) \
             update interpretation_comments m set sort_order = -m.sort_order from gone \
             where m.interpretationid = gone.interpretationid and m.sort_order > gone.sort_order",
            [bind(comment)],
        ),
        fill(
            "update interpretation_comments set sort_order = -sort_order - 1 where interpretationid = {} and sort_order < 0",
            [bind(key)],
        ),
        fill("delete from interpretationcomment where interpretationcommentid = {}", [bind(comment)]),
    ]
}

/// Adds a user to those who like an interpretation.
pub(super) fn like(key: i64, user: i64) -> Sql {
    fill(
        "insert into interpretation_likedby (interpretationid, userid) values ({}, {}) on conflict do nothing",
        [bind(key), bind(user)],
    )
}

/// Takes a user away from those who like an interpretation.
pub(super) fn unlike(key: i64, user: i64) -> Sql {
    fill(
        "delete from interpretation_likedby where interpretationid = {} and userid = {}",
        [bind(key), bind(user)],
    )
}

/// Counts the likes anew.
pub(super) fn count_likes(key: i64) -> Sql {
    fill(
        "update interpretation i set likes = (select count(*) from interpretation_likedby l \
         where l.interpretationid = i.interpretationid) where i.interpretationid = {}",
        [bind(key)],
    )
}

/// Users by their login names, in the order of DHIS2's sets.
pub(super) fn users(usernames: Vec<String>) -> Sql {
    fill(
        "select u.userinfoid as key, u.uid::text as uid, u.username::text as username from userinfo u \
         where u.username = any({}) order by {}",
        [bind(usernames), set_order::of_users("u")],
    )
}

/// The users of these identifiers but one.
pub(super) fn followers(uids: &[String], but: i64) -> Sql {
    fill(
        "select userinfoid as key from userinfo where uid = any({}) and userinfoid <> {} order by userinfoid",
        [bind(uids.to_vec()), bind(but)],
    )
}

/// Gives a user the right to read an object that they could not read.
pub(super) fn let_read(of: &Type, key: i64, user: i64, uid: &str) -> Option<Sql> {
    of.shareable.then(|| {
        fill(
            "update {} o set sharing = o.sharing || jsonb_build_object('users', coalesce(o.sharing->'users', jsonb_build_object()) \
             || jsonb_build_object({}, jsonb_build_object('id', {}, 'access', 'r-------'))) where o.{} = {} \
             and o.sharing->>'public' not like 'r%' and coalesce(o.sharing->>'owner' <> {}, false) \
             and not coalesce(jsonb_check_user_access(o.sharing, {}, 'r%'), false) \
             and not exists (select from usergroupmembers m join usergroup g using (usergroupid) where m.userid = {} \
             and o.sharing#>>array['userGroups', g.uid::text, 'access'] like 'r%') \
             and not exists (select from userrolemembers m join userroleauthorities a using (userroleid) where m.userid = {} \
             and a.authority = 'ALL')",
            [
                name(of.table.unwrap_or_default()),
                text(uid),
                text(uid),
                name(of.key_column.unwrap_or_default()),
                bind(key),
                text(uid),
                text(uid),
                bind(user),
                bind(user),
            ],
        )
    })
}

/// A message of the system.
pub(super) struct Message<'a> {
    /// The identifiers of the conversation and of its message.
    pub(super) uids: [&'a str; 2],
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) now: &'a str,
}

/// Sends a message of the system to users.
pub(super) fn send(message: &Message<'_>, caller: i64, users: Vec<i64>) -> Sql {
    let [conversation, first] = message.uids;
    fill(
        "with conversation as (insert into messageconversation (messageconversationid, uid, messagecount, created, lastupdated, \
         subject, messagetype, priority, status, lastmessage, userid) values (nextval('messageconversation_sequence'), {}, 1, \
         {}::timestamp, {}::timestamp, left({}, 255), 'SYSTEM', 'NONE', 'NONE', {}::timestamp, {}) returning messageconversationid), \
         message as (insert into message (messageid, uid, created, lastupdated, messagetext, internal) \
         values (nextval('message_sequence'), {}, {}::timestamp, {}::timestamp, {}, false) returning messageid), \
         sent as (insert into messageconversation_messages (messageconversationid, sort_order, messageid) \
         select messageconversationid, 1, messageid from conversation, message), \
         box as (insert into usermessage (usermessageid, usermessagekey, userid, isread, isfollowup) \
         select nextval('usermessage_sequence'), gen_random_uuid()::text, u, false, false from unnest({}::bigint[]) u \
         returning usermessageid) \
         insert into messageconversation_usermessages (messageconversationid, usermessageid) \
         select messageconversationid, usermessageid from conversation, box",
        [
            text(conversation),
            text(message.now),
            text(message.now),
            text(message.title),
            text(message.now),
            bind(caller),
            text(first),
            text(message.now),
            text(message.now),
            text(message.text),
            bind(users),
        ],
    )
}
