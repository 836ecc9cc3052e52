//! A new password by mail, for an old password, and an address that is verified.

use afya_tests::cluster::{TestCluster, run, texts};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use super::{Server, block_on, message};
use crate::configuration;

const FORGOT: &str = "/api/auth/forgotPassword";
const RESET: &str = "/api/auth/passwordReset";
const OLD: &str = "amina:Nursing-ward-77";
const NEW: &str = "amina:Fresh-Start-26";

/// A server that was told these keys of `dhis.conf`.
fn start(name: &str, keys: &[(&str, &str)]) -> Server {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    Server::told(cluster, database, &configuration::with(keys))
}

/// Makes a nurse; accounts may be recovered.
async fn with_amina(server: &Server) -> Mailbox {
    let amina = json!({
        "username": "amina", "password": "Nursing-ward-77", "firstName": "Amina", "surname": "Barro",
        "email": "amina@example.org", "userRoles": [],
    });
    server.json("POST", "/api/users", Some(&amina)).await;
    server.json("POST", "/api/systemSettings", Some(&json!({ "keyAccountRecovery": true }))).await;
    Mailbox::of(server).await
}

const ADDRESS: [(&str, &str); 1] = [("server.base.url", "https://kolanda.example/afya/")];

async fn forget(server: &Server, name: &str) -> (u16, String) {
    server.call(None, "POST", FORGOT, Some(&json!({ "emailOrUsername": name }))).await
}

async fn reset(server: &Server, token: &str, password: &str) -> (u16, String) {
    server.call(None, "POST", RESET, Some(&json!({ "token": token, "newPassword": password }))).await
}

async fn opens(server: &Server, who: &str) -> bool {
    server.call(Some(who), "GET", "/api/me", None).await.0 == 200
}

#[test]
fn a_letter_leads_to_a_new_password_once() {
    let server = start("recovered", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        assert!(opens(&server, OLD).await);
        assert_eq!(forget(&server, "amina").await.0, 200);
        let first = mailbox.letter().await;
        assert_eq!(first.to, "amina@example.org");
        let link = "https://kolanda.example/afya/login/index.html#/update-password?token=";
        assert!(first.text.contains(link) && first.text.contains("Kolanda"), "{}", first.text);
        // A second letter, to the address, makes the first void.
        assert_eq!(forget(&server, "amina@example.org").await.0, 200);
        let second = mailbox.letter().await.token();
        let (status, text) = reset(&server, &first.token(), "Fresh-Start-26").await;
        assert_eq!((status, message(&text).as_deref()), (409, Some("Account recovery failed")));
        assert!(opens(&server, OLD).await);
        assert_eq!(reset(&server, &second, "Fresh-Start-26").await, (200, String::new()));
        assert!(opens(&server, NEW).await && !opens(&server, OLD).await);
        let (status, text) = reset(&server, &second, "Other-Start-26").await;
        assert_eq!((status, message(&text).as_deref()), (409, Some("Account recovery failed")));
    });
}

#[test]
fn what_is_stored_opens_nothing() {
    let server = start("stored", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        forget(&server, "amina").await;
        let token = mailbox.letter().await.token();
        let stored =
            texts(&server.database, "select restoretoken from userinfo where username = 'amina'").await;
        assert!(stored[0].starts_with("$2a$10$") && stored[0].len() == 60, "{stored:?}");
        let days = "select round(extract(epoch from restoreexpiry - now() at time zone 'UTC') / 86400)::text from userinfo where username = 'amina'";
        assert_eq!(texts(&server.database, days).await, ["2"]);
        // The right account with a wrong secret, and a ticket that is over.
        use base64::Engine;
        let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let known = String::from_utf8(base64.decode(&token).unwrap()).unwrap();
        let guessed = base64.encode(format!("{}:Rguess", known.split(':').next().unwrap()));
        let invited = base64.encode(known.replace(":R", ":ID"));
        for wrong in [guessed, invited] {
            let (status, text) = reset(&server, &wrong, "Fresh-Start-26").await;
            assert!(
                status == 400 && text.contains("E1003") && text.contains("could not be restored"),
                "{status} {text}"
            );
        }
        run(
            &server.database,
            "update userinfo set restoreexpiry = restoreexpiry - interval '2 days 1 minute'",
        )
        .await;
        let (status, text) = reset(&server, &token, "Fresh-Start-26").await;
        assert!(status == 400 && text.contains("could not be restored"), "{status} {text}");
        assert!(opens(&server, OLD).await);
    });
}

#[test]
fn nobody_learns_who_has_an_account() {
    let server = start("unknown", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        let others = "update userinfo set email = 'nobody' where username = 'admin'; \
            insert into userinfo (userinfoid, uid, username, firstname, surname, email, externalauth, created, lastupdated) \
            values (77, 'ExternalOne', 'outside', 'O', 'O', 'outside@example.org', true, now(), now()), \
                (78, 'SameAddress', 'twin', 'T', 'T', 'outside@example.org', false, now(), now())";
        run(&server.database, others).await;
        let expected = forget(&server, "amina").await;
        for name in ["stranger", "stranger@example.org", "admin", "outside", "outside@example.org", "", "  "]
        {
            assert_eq!(forget(&server, name).await, expected, "{name}");
        }
        assert_eq!(server.call(None, "POST", FORGOT, Some(&json!({}))).await, expected);
        assert_eq!(mailbox.letter().await.to, "amina@example.org");
        assert!(mailbox.is_empty());
    });
}

#[test]
fn whoever_asks_too_often_is_told_so_with_an_account_or_without() {
    let server = start("too_often", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        for name in ["amina", "stranger"] {
            let asked = join_all((0..10).map(|_| forget(&server, name))).await;
            let (sent, refused): (Vec<_>, Vec<_>) = asked.into_iter().partition(|(status, _)| *status == 200);
            assert_eq!((sent.len(), refused.len()), (6, 4), "{refused:?}");
            for (status, text) in refused {
                assert!(
                    status == 403 && text.contains("temporarily locked") && text.contains("E1006"),
                    "{status} {text}"
                );
            }
        }
        for _ in 0..6 {
            assert_eq!(mailbox.letter().await.to, "amina@example.org");
        }
        // A quarter of an hour after the first, what is left of it counts anew.
        let count = "select failures::text from afya.login_failure where username = 'recovery:amina'";
        let past =
            "update afya.login_failure set failures = 5, first_failed = first_failed - interval '16 minutes'";
        run(&server.database, past).await;
        for _ in 0..2 {
            assert_eq!(forget(&server, "amina").await.0, 200);
            mailbox.letter().await;
        }
        assert_eq!(texts(&server.database, count).await, ["2"]);
        assert!(mailbox.is_empty());
    });
}

#[test]
fn a_password_that_does_not_do_is_refused_with_its_reason() {
    let server = start("bad_password", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        let off = json!({ "keyAccountRecovery": false });
        forget(&server, "amina").await;
        let token = mailbox.letter().await.token();
        let check = async |token: &str, password: &str, status: u16, sentence: &str| {
            let (found, text) = reset(&server, token, password).await;
            assert_eq!((found, message(&text).as_deref()), (status, Some(sentence)), "{text}");
        };
        check("", "Fresh-Start-26", 400, "Token is required").await;
        check(&token, " ", 400, "New password is required").await;
        check("nonsense", "Fresh-Start-26", 409, "Account recovery failed").await;
        check("%%%", "Fresh-Start-26", 409, "Account recovery failed").await;
        check(&token, "amina", 400, "Password cannot be equal to username").await;
        check(&token, "short", 400, "Password must have at least 8, and at most 72 characters").await;
        check(&token, "Nursing-ward-77", 400, "Password must not be one of the previous 24 passwords").await;
        server.json("POST", "/api/systemSettings", Some(&off)).await;
        check(&token, "Fresh-Start-26", 409, "Account recovery is not enabled").await;
        let (status, text) = forget(&server, "amina").await;
        assert_eq!((status, message(&text).as_deref()), (409, Some("Account recovery is not enabled")));
        assert_eq!(server.call(None, "POST", FORGOT, None).await.0, 409);
        assert!(opens(&server, OLD).await);
    });
}

#[test]
fn a_letter_of_a_system_without_an_address_has_a_code_in_the_persons_language() {
    let server = start("no_address", &[]);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        server.json("POST", "/api/userSettings/keyUiLocale?user=amina&value=fr", None).await;
        let asked = json!({ "emailOrUsername": "amina" });
        server.call(None, "POST", FORGOT, Some(&asked)).await;
        let letter = mailbox.letter().await;
        assert!(letter.text.contains("J’ai un code") && !letter.text.contains("http"), "{}", letter.text);
        assert_eq!(reset(&server, &letter.token(), "Fresh-Start-26").await.0, 200);
        assert!(opens(&server, NEW).await);
    });
}

#[test]
fn the_former_paths_do_the_same() {
    let server = start("former_paths", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        for name in ["amina", "stranger"] {
            let (status, text) =
                server.call(None, "POST", &format!("/api/account/recovery?username={name}"), None).await;
            assert_eq!((status, message(&text).as_deref()), (200, Some("Recovery message sent")));
        }
        assert_eq!(server.call(None, "POST", "/api/account/recovery", None).await.0, 400);
        let token = mailbox.letter().await.token();
        let path = format!("/api/account/restore?token={token}&password=Fresh-Start-26");
        let (status, text) = server.call(None, "POST", &path, None).await;
        assert_eq!((status, message(&text).as_deref()), (200, Some("Account restored")));
        assert!(opens(&server, NEW).await);
    });
}

#[test]
fn an_old_password_is_replaced_by_whoever_knows_it() {
    let server = start("expired", &ADDRESS);
    block_on(async {
        let _mailbox = with_amina(&server).await;
        let update = async |old: &str, new: &str| {
            let body = json!({ "username": "amina", "oldPassword": old, "newPassword": new });
            let (status, text) = server.call(None, "POST", "/api/auth/updatePassword", Some(&body)).await;
            (status, message(&text).unwrap_or_default())
        };
        let not_yet = update("Nursing-ward-77", "Fresh-Start-26").await;
        assert_eq!(not_yet, (400, "Account is not expired".to_owned()));
        server.json("POST", "/api/systemSettings", Some(&json!({ "credentialsExpires": 3 }))).await;
        run(
            &server.database,
            "update userinfo set passwordlastupdated = now() - interval '4 months' where username = 'amina'",
        )
        .await;
        let sign_in = json!({ "username": "amina", "password": "Nursing-ward-77" });
        let (_, text) = server.call(None, "POST", "/api/auth/login", Some(&sign_in)).await;
        assert!(text.contains("PASSWORD_EXPIRED"), "{text}");
        let wrong = (400, "Invalid username or password".to_owned());
        assert_eq!(update("wrong", "Fresh-Start-26").await, wrong);
        let missing = update("Nursing-ward-77", "").await;
        assert_eq!(missing, (400, "Username, old password and new password are required".to_owned()));
        let same = update("Nursing-ward-77", "Nursing-ward-77").await;
        assert_eq!(same, (400, "New password must be different from the old password".to_owned()));
        assert_eq!(update("Nursing-ward-77", "Fresh-Start-26").await, (200, "Password updated".to_owned()));
        assert!(opens(&server, NEW).await);
        let nobody = json!({ "username": "nobody", "oldPassword": "x", "newPassword": "y" });
        let (status, text) = server.call(None, "POST", "/api/auth/updatePassword", Some(&nobody)).await;
        assert_eq!((status, message(&text).unwrap_or_default()), wrong);
    });
}

#[test]
fn an_address_is_verified_by_its_letter() {
    let server = start("verified", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        let send = async || {
            let (status, text) =
                server.call(Some(OLD), "POST", "/api/account/sendEmailVerification", None).await;
            (status, message(&text).unwrap_or_default())
        };
        let verified = async || {
            let (_, text) = server.call(Some(OLD), "GET", "/api/me?fields=emailVerified", None).await;
            serde_json::from_str::<Value>(&text).unwrap()["emailVerified"] == true
        };
        let follow = async |token: &str| {
            let path = format!("/api/account/verifyEmail?token={token}");
            let request =
                axum::extract::Request::builder().uri(path).body(axum::body::Body::empty()).unwrap();
            let answer = server.send(request).await;
            assert_eq!(answer.status(), 302);
            answer.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned()
        };
        assert_eq!(send().await.0, 201);
        let token = mailbox.letter().await.token();
        // A letter to a former address verifies nothing.
        server.call(Some(OLD), "PUT", "/api/me", Some(&json!({ "email": "other@example.org" }))).await;
        assert_eq!(follow(&token).await, "email-verification-failure");
        assert_eq!(send().await.0, 201);
        let letter = mailbox.letter().await;
        assert_eq!(letter.to, "other@example.org");
        assert_eq!(follow("%25").await, "email-verification-failure");
        run(
            &server.database,
            "update userinfo set emailverificationtoken = split_part(emailverificationtoken, '|', 1) || '|1'",
        )
        .await;
        assert_eq!(follow(&letter.token()).await, "email-verification-failure");
        assert!(!verified().await);
        send().await;
        let token = mailbox.letter().await.token();
        assert_eq!(follow(&token).await, "email-verification-success");
        assert!(verified().await);
        assert_eq!(follow(&token).await, "email-verification-failure");
        assert_eq!(send().await, (409, "User has already verified the email address".to_owned()));
        let (status, text) =
            server.call(Some(super::ADMIN), "POST", "/api/account/sendEmailVerification", None).await;
        assert_eq!((status, message(&text).as_deref()), (409, Some("User has no email set")));
        run(&server.database, "update userinfo set email = 'other@example.org' where username = 'admin'")
            .await;
        let (status, text) =
            server.call(Some(super::ADMIN), "POST", "/api/account/sendEmailVerification", None).await;
        assert!(status == 409 && text.contains("already verified by another account"), "{text}");
        server.call(Some(OLD), "PUT", "/api/me", Some(&json!({ "email": "third@example.org" }))).await;
        mailbox.move_away(&server).await;
        assert_eq!(send().await.0, 409);
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyEmailHostName": "" }))).await;
        assert_eq!(send().await, (409, "System has no SMTP server configured".to_owned()));
        assert!(mailbox.is_empty());
    });
}

#[test]
fn letters_that_verify_an_address_end_and_their_secret_is_nobodys() {
    let server = start("unverified", &ADDRESS);
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        let send = async || server.call(Some(OLD), "POST", "/api/account/sendEmailVerification", None).await;
        for _ in 0..6 {
            assert_eq!(send().await.0, 201);
        }
        let (status, text) = send().await;
        assert!(status == 409 && text.contains("try again in 15 minutes"), "{status} {text}");
        for _ in 0..6 {
            mailbox.letter().await;
        }
        assert!(mailbox.is_empty());
        for property in ["emailVerificationToken", "password"] {
            for (path, expected) in [
                ("/api/users?fields=:all,", 200),
                ("/api/users/gist?fields=id,", 403),
                ("/api/metadata?users=true&fields=:owner,", 200),
                ("/api/me?fields=:all,", 200),
                ("/api/users?order=", 400),
                ("/api/users/gist?order=", 400),
            ] {
                let path = format!("{path}{property}");
                let (status, text) = server.call(Some(super::ADMIN), "GET", &path, None).await;
                let told = text.contains(&format!("\"{property}\""));
                assert!(status == expected && !told, "{path}: {status} {text}");
            }
            for list in ["/api/users", "/api/users/gist"] {
                let path = format!("{list}?filter={property}:like:a");
                let (status, text) = server.call(Some(super::ADMIN), "GET", &path, None).await;
                assert!(status >= 400, "{path}: {status} {text}");
            }
        }
    });
}

#[test]
fn sessions_and_linked_accounts_are_listed() {
    let server = start("listed", &ADDRESS);
    block_on(async {
        let _mailbox = with_amina(&server).await;
        let sign_in = json!({ "username": "amina", "password": "Nursing-ward-77" });
        server.call(None, "POST", "/api/auth/login", Some(&sign_in)).await;
        let (_, text) = server.call(Some(OLD), "GET", "/api/account/listSessions", None).await;
        let own: Value = serde_json::from_str(&text).unwrap();
        let (key, over) = own.as_object().unwrap().iter().next().unwrap();
        assert!(key.len() == 40 && over == "false", "{own}");
        assert_eq!(server.json("GET", "/api/sessions", None).await, json!({ key: "amina, (active)" }));
        assert_eq!(server.call(Some(OLD), "GET", "/api/sessions", None).await.0, 403);
        let linked = async || {
            let (_, text) = server.call(Some(OLD), "GET", "/api/account/linkedAccounts", None).await;
            serde_json::from_str::<Value>(&text).unwrap()
        };
        assert_eq!(linked().await, json!({ "users": [] }));
        run(&server.database, "update userinfo set openid = 'same'").await;
        let both = linked().await;
        assert_eq!(
            (&both["users"][0]["username"], &both["users"][1]["username"]),
            (&json!("admin"), &json!("amina"))
        );
        assert_eq!(both["users"][1]["displayName"], "Amina Barro");
    });
}
