//! Users written by an administrator.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, RETRY_AFTER, SET_COOKIE};
use serde_json::json;

use super::{ADMIN, Server, block_on};

const NURSE: &str = "nurse:Clinic-2026";

async fn with_nurse(server: &Server) {
    let nurse = json!({
        "id": "NurseOfTest", "username": "nurse", "password": "Clinic-2026", "firstName": "A", "surname": "Nurse",
        "userRoles": [],
    });
    server.json("POST", "/api/users", Some(&nurse)).await;
}

/// Whether a session's cookie still opens `/api/me`.
async fn is_open(server: &Server, cookie: &str) -> bool {
    let request = Request::builder().uri("/api/me").header(COOKIE, cookie).body(Body::empty()).unwrap();
    server.send(request).await.status() == 200
}

#[test]
fn whoever_is_switched_off_is_out_at_once() {
    let server = Server::start("switched_off");
    block_on(async {
        with_nurse(&server).await;
        let request =
            Request::builder().method("POST").uri("/api/auth/login").header(CONTENT_TYPE, "application/json");
        let body = json!({ "username": "nurse", "password": "Clinic-2026" }).to_string();
        let answer = server.send(request.body(Body::from(body)).unwrap()).await;
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        assert!(is_open(&server, &cookie).await);
        let patch = json!([{ "op": "replace", "path": "/disabled", "value": true }]);
        let request = Request::builder().method("PATCH").uri("/api/users/NurseOfTest");
        let request = request.header(CONTENT_TYPE, "application/json-patch+json");
        let request = request.header("authorization", super::basic(ADMIN));
        let answer = server.send(request.body(Body::from(patch.to_string())).unwrap()).await;
        assert_eq!(answer.status(), 200);
        assert!(!is_open(&server, &cookie).await);
        assert_eq!(server.call(Some(NURSE), "GET", "/api/me", None).await.0, 401);
    });
}

#[test]
fn nobody_gives_rights_that_they_do_not_have_and_the_last_administrator_stays() {
    let server = Server::start("rights");
    block_on(async {
        with_nurse(&server).await;
        let me = server.json("GET", "/api/me?fields=id,userRoles", None).await;
        let (admin, role) = (me["id"].as_str().unwrap(), &me["userRoles"][0]["id"]);
        let grant = json!({ "username": "other", "firstName": "An", "surname": "Other", "userRoles": [{ "id": role }] });
        let tries = [("POST", "/api/users".to_owned()), ("PUT", "/api/users/NurseOfTest".to_owned())];
        for (method, path) in tries {
            let (status, text) = server.call(Some(NURSE), method, &path, Some(&grant)).await;
            assert!(status == 501 && text.contains("only by a user with all authorities"), "{status} {text}");
        }
        let (status, text) = server.call(Some(NURSE), "DELETE", &format!("/api/users/{admin}"), None).await;
        assert!(status == 501 && text.contains("only by a user with all authorities"), "{status} {text}");
        let payload = json!({ "users": [{ "id": admin }] });
        let ways = [
            ("DELETE", format!("/api/users/{admin}"), None),
            ("POST", "/api/metadata?importStrategy=DELETE".to_owned(), Some(&payload)),
        ];
        for (method, path, body) in ways {
            let (status, text) = server.call(Some(ADMIN), method, &path, body).await;
            assert!(status == 409 && text.contains("last super user"), "{status} {text}");
        }
        server.json("DELETE", "/api/users/NurseOfTest", None).await;
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/users/NurseOfTest", None).await.0, 404);
    });
}

#[test]
fn nobody_reads_what_others_write_to_each_other() {
    let server = Server::start("conversations");
    block_on(async {
        with_nurse(&server).await;
        let rows = "insert into messageconversation (messageconversationid, uid, subject, messagetype, created, lastupdated)
                values (1, 'Conversati1', 'Between us', 'PRIVATE', now(), now());
            insert into usermessage (usermessageid, userid, isread, isfollowup)
                select 1, userinfoid, false, false from userinfo where username = 'nurse';
            insert into messageconversation_usermessages (messageconversationid, usermessageid) values (1, 1)";
        afya_tests::cluster::run(&server.database, rows).await;
        let path = "/api/messageConversations/Conversati1?fields=subject";
        let (status, text) = server.call(Some(NURSE), "GET", path, None).await;
        assert!(status == 200 && text.contains("Between us"), "{status} {text}");
        assert_eq!(server.call(Some(ADMIN), "GET", path, None).await.0, 404);
        for list in
            ["/api/messageConversations?fields=subject", "/api/messageConversations/gist?fields=subject,id"]
        {
            let (_, text) = server.call(Some(ADMIN), "GET", list, None).await;
            assert!(!text.contains("Between us"), "{list}: {text}");
        }
    });
}

#[test]
fn everybody_may_know_the_names_of_users_and_nothing_else() {
    let server = Server::start("names");
    block_on(async {
        with_nurse(&server).await;
        let names = "/api/users/gist?fields=id,username&filter=username:eq:nurse";
        let (status, text) = server.call(Some(NURSE), "GET", names, None).await;
        assert!(status == 200 && text.contains("NurseOfTest"), "{status} {text}");
        for hidden in ["fields=id,email", "fields=id&filter=email:like:a", "fields=id&order=lastLogin"] {
            let (status, text) =
                server.call(Some(NURSE), "GET", &format!("/api/users/gist?{hidden}"), None).await;
            assert!(status == 403 && text.contains("not readable"), "{hidden}: {status} {text}");
        }
        let may = "/api/dataSets/gist?filter=id:canDataWrite&fields=name";
        assert_eq!(server.call(Some(NURSE), "GET", may, None).await.0, 403);
        assert_eq!(server.call(Some(ADMIN), "GET", may, None).await.0, 200);
    });
}

#[test]
fn a_locked_account_says_how_long_it_stays_so() {
    let server = Server::start("locked");
    block_on(async {
        with_nurse(&server).await;
        let locks = json!({ "keyLockMultipleFailedLogins": true });
        server.json("POST", "/api/systemSettings", Some(&locks)).await;
        let sign_in = |password: &str| {
            let body = json!({ "username": "nurse", "password": password }).to_string();
            let request = Request::builder().method("POST").uri("/api/auth/login");
            server.send(request.header(CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap())
        };
        for _ in 0..4 {
            assert_eq!(sign_in("wrong").await.status(), 401);
        }
        let answer = sign_in("Clinic-2026").await;
        assert_eq!(answer.status(), 200);
        let seconds: i64 = answer.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert!((1..=15 * 60).contains(&seconds), "{seconds}");
    });
}
