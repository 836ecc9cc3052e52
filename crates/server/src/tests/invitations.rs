//! People who are invited by mail.

use afya_tests::cluster::{run, texts};
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use super::{ADMIN, Server, block_on, message};

async fn accept(server: &Server, token: &str, username: &str) -> (u16, String) {
    let person = json!({
        "token": token, "username": username, "firstName": "Halima", "surname": "Sow", "password": "Nursing-ward-77",
        "g-recaptcha-response": null,
    });
    let (status, text) = server.call(None, "POST", "/api/auth/invite", Some(&person)).await;
    (status, message(&text).unwrap_or_default())
}

async fn invite(server: &Server, person: &Value) -> (u16, Value) {
    let (status, text) = server.call(Some(ADMIN), "POST", "/api/users/invite", Some(person)).await;
    (status, serde_json::from_str(&text).unwrap())
}

async fn opens(server: &Server, who: &str) -> bool {
    server.call(Some(who), "GET", "/api/me", None).await.0 == 200
}

async fn with_mailbox(server: &Server) -> Mailbox {
    let free = json!({ "keySelfRegistrationNoRecaptcha": true });
    server.json("POST", "/api/systemSettings", Some(&free)).await;
    Mailbox::of(server).await
}

#[test]
fn somebody_invited_chooses_name_and_password_once() {
    let server = Server::start("invited");
    block_on(async {
        let mut mailbox = with_mailbox(&server).await;
        let person = json!({ "email": "h@example.org", "userRoles": [], "welcomeMessage": "Karibu!" });
        let (status, report) = invite(&server, &person).await;
        assert_eq!(status, 201, "{report}");
        let uid = report["response"]["uid"].as_str().unwrap();
        let letter = mailbox.letter().await;
        assert!(letter.to == "h@example.org" && letter.text.contains("Karibu!\n\n"), "{}", letter.text);
        assert!(letter.text.contains("/login/index.html#/complete-registration?token="), "{}", letter.text);
        let stored = "select (restoretoken like '$2a$10$%') || ' ' || invitation || ' ' || username from userinfo where email = 'h@example.org'";
        let stored = texts(&server.database, stored).await;
        assert!(stored[0].starts_with("true true invite"), "{stored:?}");
        let token = letter.token();
        assert_eq!(accept(&server, "nonsense", "halima").await, (400, "Invitation link not valid".into()));
        assert_eq!(
            accept(&server, &token, "admin").await,
            (400, "Username is not specified or invalid".into())
        );
        assert_eq!(accept(&server, &token, "ha").await, (400, "Username is not specified or invalid".into()));
        // The letter is no way to a new password.
        let reset = json!({ "token": token, "newPassword": "Nursing-ward-77" });
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyAccountRecovery": true }))).await;
        assert_eq!(server.call(None, "POST", "/api/auth/passwordReset", Some(&reset)).await.0, 400);
        assert_eq!(accept(&server, &token, "halima").await, (200, "Account updated".into()));
        assert!(opens(&server, "halima:Nursing-ward-77").await);
        let me = server
            .json("GET", &format!("/api/users/{uid}?fields=username,name,emailVerified,invitation"), None)
            .await;
        assert_eq!(
            me,
            json!({ "username": "halima", "name": "Halima Sow", "emailVerified": true, "invitation": false })
        );
        assert_eq!(accept(&server, &token, "halima2").await, (400, "Invitation link not valid".into()));
    });
}

#[test]
fn a_name_that_was_given_stays_and_a_letter_ends() {
    let server = Server::start("named");
    block_on(async {
        let mut mailbox = with_mailbox(&server).await;
        server
            .json("POST", "/api/systemSettings", Some(&json!({ "autoVerifyInvitedUserEmail": false })))
            .await;
        let person = json!({ "username": "halima", "email": "h@example.org", "userRoles": [] });
        let uid = invite(&server, &person).await.1["response"]["uid"].as_str().unwrap().to_owned();
        let first = mailbox.letter().await.token();
        run(
            &server.database,
            "update userinfo set restoreexpiry = restoreexpiry - interval '8 days' where username = 'halima'",
        )
        .await;
        assert_eq!(accept(&server, &first, "other").await, (400, "Invitation code not valid".into()));
        assert_eq!(server.call(Some(ADMIN), "POST", &format!("/api/users/{uid}/invite"), None).await.0, 204);
        let second = mailbox.letter().await.token();
        assert_eq!(accept(&server, &first, "other").await, (400, "Invitation link not valid".into()));
        assert_eq!(accept(&server, &second, "other").await, (200, "Account updated".into()));
        assert!(
            opens(&server, "halima:Nursing-ward-77").await && !opens(&server, "other:Nursing-ward-77").await
        );
        let (status, text) =
            server.call(Some(ADMIN), "POST", &format!("/api/users/{uid}/invite"), None).await;
        assert!(status == 409 && text.contains("not an invitation"), "{status} {text}");
        // An administrator locks the person out until they choose another password.
        assert_eq!(server.call(Some(ADMIN), "POST", &format!("/api/users/{uid}/reset"), None).await.0, 204);
        assert!(!opens(&server, "halima:Nursing-ward-77").await);
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyAccountRecovery": true }))).await;
        let reset = json!({ "token": mailbox.letter().await.token(), "newPassword": "Fresh-Start-26" });
        assert_eq!(server.call(None, "POST", "/api/auth/passwordReset", Some(&reset)).await.0, 200);
        assert!(opens(&server, "halima:Fresh-Start-26").await);
        mailbox.move_away(&server).await;
        assert_eq!(server.call(Some(ADMIN), "POST", &format!("/api/users/{uid}/reset"), None).await.0, 500);
    });
}

#[test]
fn an_invitation_that_cannot_be_sent_is_refused() {
    let server = Server::start("refused_invitation");
    block_on(async {
        let mut mailbox = with_mailbox(&server).await;
        let code = async |person: Value| {
            let (status, text) = invite(&server, &person).await;
            (status, text["errorCode"].as_str().unwrap_or_default().to_owned())
        };
        let taken = json!({ "username": "Admin", "email": "h@example.org", "userRoles": [] });
        assert_eq!(code(taken).await, (409, "E6204".into()));
        assert_eq!(code(json!({ "email": "nobody", "userRoles": [] })).await, (409, "E6202".into()));
        let both = json!({ "users": [{ "email": "a@example.org", "userRoles": [] }, { "email": "", "userRoles": [] }] });
        assert_eq!(server.call(Some(ADMIN), "POST", "/api/users/invites", Some(&both)).await.0, 409);
        let both = json!({ "users": [{ "email": "a@example.org", "userRoles": [] }, { "email": "b@example.org", "userRoles": [] }] });
        assert_eq!(server.call(Some(ADMIN), "POST", "/api/users/invites", Some(&both)).await.0, 204);
        assert_eq!(mailbox.letter().await.to, "a@example.org");
        assert_eq!(mailbox.letter().await.to, "b@example.org");
        for path in ["/api/users/aAbBcCdDeE1/invite", "/api/users/aAbBcCdDeE1/reset"] {
            assert_eq!(server.call(Some(ADMIN), "POST", path, None).await.0, 404);
        }
        mailbox.move_away(&server).await;
        let (status, text) = invite(&server, &json!({ "email": "c@example.org", "userRoles": [] })).await;
        assert!(status == 201 && text["message"].as_str().unwrap().contains("did not take"), "{text}");
        let (status, text) = server.call(Some(ADMIN), "POST", "/api/users/invites", Some(&both)).await;
        assert!(status == 500 && text.contains("did not take the invitations of"), "{status} {text}");
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyEmailHostName": "" }))).await;
        assert_eq!(code(json!({ "email": "d@example.org", "userRoles": [] })).await, (409, "E6203".into()));
    });
}
