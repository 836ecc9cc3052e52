//! Who may see and change an object: said for dialogs, and replaced without the rest of the object.

mod sql;

use std::collections::HashMap;

use afya_access::Caller;
use afya_model::{Clock, ErrorCode, Refusal};
use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::import::{Problem, accesses, is_access, may_publish};
use crate::sql::Scope;

/// The class that problems of sharing are about.
const CLASS: &str = "org.hisp.dhis.user.sharing.Sharing";

/// The kinds of those with whom an object is shared: the key in sharing, the key of the older form, and the words for people.
const KINDS: [(&str, &str, &str); 2] =
    [("userGroups", "userGroupAccesses", "user group"), ("users", "userAccesses", "user")];

/// An object with what is known of its sharing.
#[derive(Debug)]
pub struct Shared {
    of: &'static Type,
    key: i64,
    uid: String,
    name: Value,
    creator: Option<(String, String)>,
    sharing: Map<String, Value>,
    is_default: bool,
    /// Whether the caller may read it.
    pub may_read: bool,
    /// Whether the caller may change it.
    pub may_update: bool,
}

/// An object by its identifier, whether the caller may read it or not.
///
/// # Errors
/// What the database says.
pub async fn find(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uid: &str,
) -> Result<Option<Shared>, Fault> {
    let Some(statement) = sql::find(of, uid, &Scope::new(caller, None, "")) else { return Ok(None) };
    let row = connection.first(&statement).await?;
    Ok(row.map(|row| {
        let text: String = row.get("object");
        let object: Value = serde_json::from_str(&text).unwrap_or_default();
        let word = |key: &str| object[key].as_str().map(str::to_owned);
        Shared {
            of,
            key: row.get("key"),
            uid: uid.to_owned(),
            name: object["name"].clone(),
            creator: word("creator").zip(word("creatorName")),
            sharing: object["sharing"].as_object().cloned().unwrap_or_default(),
            is_default: object["default"] == json!(true),
            may_read: row.get("readable"),
            may_update: row.get("may_update"),
        }
    }))
}

impl Shared {
    /// Whether it is a default object of the category model, whose sharing never changes.
    pub fn is_default(&self) -> bool {
        self.is_default
    }

    /// Its key.
    pub(crate) fn key(&self) -> i64 {
        self.key
    }

    /// Its sharing as kept.
    pub fn sharing(&self) -> &Map<String, Value> {
        &self.sharing
    }

    /// Its sharing in the form of dialogs.
    ///
    /// # Errors
    /// What the database says.
    pub async fn describe(&self, connection: &mut Connection, caller: &Caller) -> Result<Value, Fault> {
        let publish = may_publish(self.of, caller);
        let first = if publish { "rw------" } else { "--------" };
        let mut object = Map::from_iter([
            ("id".to_owned(), json!(self.uid)),
            ("name".to_owned(), self.name.clone()),
            ("displayName".to_owned(), self.name.clone()),
            ("publicAccess".to_owned(), json!(self.text("public").unwrap_or(first))),
            ("user".to_owned(), json!({})),
        ]);
        if let Some((uid, name)) = &self.creator {
            object.insert("user".to_owned(), json!({ "id": uid, "name": name }));
        }
        for (key, older, _) in KINDS {
            let kept = self.sharing.get(key).map(accesses).unwrap_or_default();
            let names = names(connection, key, kept.keys().cloned().collect()).await?;
            let mut list: Vec<(&String, Value)> = names
                .iter()
                .map(|(uid, name)| {
                    (name, json!({ "id": uid, "name": name, "displayName": name, "access": kept[uid]["access"] }))
                })
                .collect();
            list.sort_by_key(|(name, _)| name.to_lowercase());
            object.insert(older.to_owned(), list.into_iter().map(|(_, item)| item).collect());
        }
        Ok(json!({ "meta": { "allowPublicAccess": publish }, "object": object }))
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.sharing.get(key).and_then(Value::as_str)
    }

    /// Replaces sharing by what a dialog sent: rights on data are left out where a type has none.
    ///
    /// # Errors
    /// 409 for an access that is none.
    pub async fn replace_by_dialog(
        mut self,
        connection: &mut Connection,
        caller: &Caller,
        sent: &Value,
        clock: &Clock,
    ) -> Result<(), Fault> {
        let object = &sent["object"];
        if let Some(public) = checked(&object["publicAccess"], "public")?
            && may_publish(self.of, caller)
        {
            self.sharing.insert("public".to_owned(), json!(fitting(self.of, &public)));
        }
        for (key, older, word) in KINDS {
            let mut kept = accesses(&object[older]);
            for access in kept.values_mut() {
                if let Some(text) = checked(&access["access"], word)? {
                    access["access"] = json!(fitting(self.of, &text));
                }
            }
            self.keep(connection, key, kept).await?;
        }
        self.save(connection, caller, clock).await
    }

    /// Replaces sharing by what was sent; gives the report (`TypeReport`) of what is wrong with it, if something is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn replace(
        mut self,
        connection: &mut Connection,
        caller: &Caller,
        sent: &Map<String, Value>,
        clock: &Clock,
    ) -> Result<Option<Value>, Fault> {
        let problems = self.problems(sent);
        if !problems.is_empty() {
            let problems: Vec<Value> = problems.iter().map(Problem::json).collect();
            let object = json!({ "klass": CLASS, "index": 0, "errorReports": problems });
            return Ok(Some(json!({
                "responseType": "TypeReport", "status": "ERROR", "objectReports": [object],
                "stats": { "created": 0, "updated": 0, "deleted": 0, "ignored": 0, "total": 0 },
            })));
        }
        if may_publish(self.of, caller) {
            self.put("public", sent.get("public"));
        }
        self.put("owner", sent.get("owner"));
        for (key, ..) in KINDS {
            let kept = sent.get(key).map(accesses).unwrap_or_default();
            self.keep(connection, key, kept).await?;
        }
        self.save(connection, caller, clock).await?;
        Ok(None)
    }

    fn problems(&self, sent: &Map<String, Value>) -> Vec<Problem> {
        let about = |code, args: &[&str]| Problem::new(self.of, code, args).main(CLASS).class(self.of.klass);
        let mut problems = Vec::new();
        if self.is_default {
            problems.push(about(ErrorCode::E3013, &[self.of.class_name()]));
        }
        let mut check = |access: Option<&Value>, code| {
            let Some(access) = access.and_then(Value::as_str) else { return };
            if !is_access(access) {
                problems.push(about(code, &[access]));
            } else if fitting(self.of, access) != access {
                problems.push(about(ErrorCode::E3016, &[]));
            }
        };
        check(sent.get("public"), ErrorCode::E3015);
        for ((key, ..), code) in KINDS.iter().zip([ErrorCode::E3017, ErrorCode::E3018]) {
            for access in sent.get(*key).map(accesses).unwrap_or_default().values() {
                check(access.get("access"), code);
            }
        }
        problems
    }

    fn put(&mut self, key: &str, value: Option<&Value>) {
        match value.filter(|value| !value.is_null()) {
            Some(value) => drop(self.sharing.insert(key.to_owned(), value.clone())),
            None => drop(self.sharing.shift_remove(key)),
        }
    }

    /// Keeps those who are there.
    async fn keep(
        &mut self,
        connection: &mut Connection,
        key: &str,
        mut accesses: Map<String, Value>,
    ) -> Result<(), Fault> {
        let there = names(connection, key, accesses.keys().cloned().collect()).await?;
        accesses.retain(|uid, _| there.contains_key(uid));
        self.sharing.insert(key.to_owned(), Value::Object(accesses));
        Ok(())
    }

    async fn save(&self, connection: &mut Connection, caller: &Caller, clock: &Clock) -> Result<(), Fault> {
        let sharing = Value::Object(self.sharing.clone()).to_string();
        connection.begin().await?;
        connection
            .execute(&sql::save(self.of, self.key, sharing, caller.id, &clock.now().to_string()))
            .await?;
        if let Some(statement) = sql::follow(self.of, self.key) {
            connection.execute(&statement).await?;
        }
        connection.commit().await?;
        Ok(())
    }
}

/// An access string, if one was sent.
fn checked(sent: &Value, word: &str) -> Result<Option<String>, Refusal> {
    match sent.as_str() {
        Some(access) if !is_access(access) => {
            Err(Refusal::conflict(format!("Invalid {word} access string: {access}")))
        }
        access => Ok(access.map(str::to_owned)),
    }
}

/// An access string without rights on data where the type has none.
fn fitting(of: &Type, access: &str) -> String {
    if of.data_shareable { access.to_owned() } else { format!("{}------", &access[..2]) }
}

/// The names of users or user groups, of those that there are.
async fn names(
    connection: &mut Connection,
    key: &str,
    uids: Vec<String>,
) -> Result<HashMap<String, String>, Fault> {
    if uids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = connection.rows(&sql::names(key == "users", uids)).await?;
    Ok(rows.iter().map(|row| (row.get("uid"), row.get("name"))).collect())
}

/// Users and user groups whose name holds some words.
///
/// # Errors
/// What the database says.
pub async fn search(
    connection: &mut Connection,
    caller: &Caller,
    words: &str,
    most: i64,
) -> Result<Value, Fault> {
    let scope = Scope::new(caller, None, "");
    let rows = connection.rows(&sql::search_groups(words, most, &scope)).await?;
    let groups: Vec<Value> = rows
        .iter()
        .map(|row| (row.get::<_, String>("uid"), row.get::<_, String>("name")))
        .map(|(uid, name)| json!({ "id": uid, "name": name, "displayName": name }))
        .collect();
    let rows = connection.rows(&sql::search_users(words, most)).await?;
    let users: Vec<Value> = rows
        .iter()
        .map(|row| (row.get::<_, String>("uid"), row.get::<_, String>("name"), row.get::<_, String>("username")))
        .map(|(uid, name, username)| json!({ "id": uid, "name": name, "displayName": name, "username": username }))
        .collect();
    Ok(json!({ "users": users, "userGroups": groups }))
}
