//! Second factors.

use afya_access::totp;
use afya_model::Clock;
use afya_tests::cluster::{TestCluster, run, texts};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{COOKIE, SET_COOKIE};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use super::{Server, block_on, message};
use crate::configuration;

const AMINA: &str = "amina:Nursing-ward-77";

/// A server that may send codes by mail.
fn start(name: &str) -> Server {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let keys = [("login.security.email_2fa.enabled", "on")];
    Server::told(cluster, database, &configuration::with(&keys))
}

async fn with_amina(server: &Server) -> Mailbox {
    let amina = json!({
        "id": "AminaOfTest", "username": "amina", "password": "Nursing-ward-77", "firstName": "Amina", "surname": "Barro",
        "email": "amina@example.org", "userRoles": [],
    });
    server.json("POST", "/api/users", Some(&amina)).await;
    Mailbox::of(server).await
}

async fn post(server: &Server, path: &str, body: Option<&Value>) -> (u16, String) {
    server.call(Some(AMINA), "POST", &format!("/api/2fa/{path}"), body).await
}

/// The error code of an answer.
fn code(answer: &(u16, String)) -> (u16, String) {
    let body: Value = serde_json::from_str(&answer.1).unwrap_or_default();
    (answer.0, body["errorCode"].as_str().unwrap_or_default().to_owned())
}

async fn sign_in(server: &Server, code: Option<&str>) -> String {
    let body = json!({ "username": "amina", "password": "Nursing-ward-77", "twoFactorCode": code });
    let (_, text) = server.call(None, "POST", "/api/auth/login", Some(&body)).await;
    serde_json::from_str::<Value>(&text).unwrap()["loginStatus"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_code_by_mail_is_asked_for_sent_and_good_once() {
    let server = start("mail_factor");
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        assert_eq!(code(&post(&server, "enrollEmail2FA", None).await), (409, "E3043".into()));
        run(&server.database, "update userinfo set verifiedemail = email where username = 'amina'").await;
        let given = json!({ "code": "000000" });
        assert_eq!(code(&post(&server, "enable", Some(&given)).await), (409, "E3029".into()));
        assert_eq!(code(&post(&server, "disable", Some(&given)).await), (409, "E3031".into()));
        assert_eq!(post(&server, "enrollEmail2FA", None).await.0, 200);
        let enrolling = mailbox.letter().await.code();
        assert_eq!(code(&post(&server, "enable", Some(&json!({}))).await), (409, "E3050".into()));
        let wrong = if enrolling == "000000" { "000001" } else { "000000" };
        assert_eq!(
            code(&post(&server, "enable", Some(&json!({ "code": wrong }))).await),
            (403, "E3023".into())
        );
        let (status, text) = post(&server, "enable", Some(&json!({ "code": enrolling }))).await;
        assert_eq!((status, message(&text).as_deref()), (200, Some("2FA was enabled successfully")));
        assert_eq!(sign_in(&server, None).await, "EMAIL_TWO_FACTOR_CODE_SENT");
        let sent = mailbox.letter().await;
        assert!(sent.to == "amina@example.org" && sent.text.contains("Kolanda"));
        let wrong = if sent.code() == "000000" { "000001" } else { "000000" };
        assert_eq!(sign_in(&server, Some(wrong)).await, "INCORRECT_TWO_FACTOR_CODE_EMAIL");
        assert_eq!(sign_in(&server, Some(&sent.code())).await, "SUCCESS");
        assert_eq!(sign_in(&server, Some(&sent.code())).await, "INCORRECT_TWO_FACTOR_CODE_EMAIL");
        assert_eq!(server.call(Some(AMINA), "GET", "/api/me", None).await.0, 401);
        // What is over is over, and guessing ends.
        assert_eq!(sign_in(&server, None).await, "EMAIL_TWO_FACTOR_CODE_SENT");
        let sent = mailbox.letter().await.code();
        run(
            &server.database,
            "update userinfo set secret = split_part(secret, '|', 1) || '|1' where username = 'amina'",
        )
        .await;
        assert_eq!(sign_in(&server, Some(&sent)).await, "INCORRECT_TWO_FACTOR_CODE_EMAIL");
        for _ in 0..8 {
            sign_in(&server, Some("123")).await;
        }
        assert_eq!(sign_in(&server, Some("123456")).await, "ACCOUNT_LOCKED");
        assert_eq!(sign_in(&server, None).await, "INCORRECT_TWO_FACTOR_CODE_EMAIL");
        assert!(mailbox.is_empty());
    });
}

#[test]
fn an_app_is_enrolled_by_its_picture_and_its_code() {
    let server = start("app_factor");
    block_on(async {
        let _mailbox = with_amina(&server).await;
        let get = async |path: &str| server.call(Some(AMINA), "GET", &format!("/api/2fa/{path}"), None).await;
        assert_eq!(get("enabled").await, (200, "false".into()));
        assert_eq!(code(&get("qrCodeJson").await), (409, "E3047".into()));
        assert_eq!(code(&get("qrCodePng").await), (409, "E3047".into()));
        assert_eq!(post(&server, "enrollTOTP2FA", None).await.0, 200);
        let shown: Value = serde_json::from_str(&get("qrCodeJson").await.1).unwrap();
        assert_eq!(shown["base32Secret"].as_str().unwrap().len(), 32);
        assert!(shown["base64QRImage"].as_str().unwrap().starts_with("iVBORw0KGgo"));
        assert_eq!(get("qrCodePng").await.0, 202);
        assert_eq!(
            code(&post(&server, "enable", Some(&json!({ "code": "1" }))).await),
            (403, "E3023".into())
        );
        // A secret whose codes are known for all time is put in its place.
        let known = "update userinfo set twofactortype = 'TOTP_ENABLED' where username = 'amina'";
        run(&server.database, known).await;
        assert_eq!(sign_in(&server, None).await, "INCORRECT_TWO_FACTOR_CODE_TOTP");
        run(
            &server.database,
            "update userinfo set twofactortype = 'ENROLLING_TOTP', secret = null where username = 'amina'",
        )
        .await;
        assert_eq!(
            code(&post(&server, "enable", Some(&json!({ "code": "123456" }))).await),
            (409, "E3028".into())
        );
        assert_eq!(get("qrCode").await.0, 202);
        let disabled =
            texts(&server.database, "select twofactortype from userinfo where username = 'amina'").await;
        assert_eq!(disabled, ["ENROLLING_TOTP"]);
    });
}

/// Gives amina's account a second factor, by the code of an app; gives the app's secret.
async fn enrol(server: &Server) -> String {
    assert_eq!(post(server, "enrollTOTP2FA", None).await.0, 200);
    let (_, shown) = server.call(Some(AMINA), "GET", "/api/2fa/qrCodeJson", None).await;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let secret = shown["base32Secret"].as_str().unwrap().to_owned();
    let (status, text) = post(server, "enable", Some(&json!({ "code": shown_by_app(&secret) }))).await;
    assert_eq!((status, message(&text).as_deref()), (200, Some("2FA was enabled successfully")));
    secret
}

/// The code that an app shows now.
fn shown_by_app(secret: &str) -> String {
    totp::code(secret, Clock::System.now().as_second()).unwrap()
}

/// A code that no app shows at about this time.
fn wrong(secret: &str) -> String {
    let now = Clock::System.now().as_second();
    let is_wrong = |code: &String| !(-2..=2).any(|off| totp::is_right(secret, code, now + 30 * off));
    (0..10).map(|number| format!("{number:06}")).find(is_wrong).unwrap()
}

#[test]
fn the_code_of_an_app_opens_once_and_is_not_guessed() {
    let server = start("app_code");
    block_on(async {
        let _mailbox = with_amina(&server).await;
        let secret = enrol(&server).await;
        let wrong = wrong(&secret);
        assert_eq!(sign_in(&server, None).await, "INCORRECT_TWO_FACTOR_CODE_TOTP");
        assert_eq!(sign_in(&server, Some(&wrong)).await, "INCORRECT_TWO_FACTOR_CODE_TOTP");
        let code = shown_by_app(&secret);
        let cookie = signed_in(&server, &code).await;
        assert_eq!(sign_in(&server, Some(&code)).await, "INCORRECT_TWO_FACTOR_CODE_TOTP");
        // Nor does what was seen over a shoulder turn the factor off.
        let spaced = json!({ "code": format!("{} {}", &code[..3], &code[3..]) });
        let request = Request::builder().method("POST").uri("/api/2fa/disable").header(COOKIE, cookie);
        let answer = server.send(request.body(Body::from(spaced.to_string())).unwrap()).await;
        assert_eq!(self::code(&super::text(answer).await), (403, "E3023".into()));
        run(&server.database, "delete from afya.login_failure").await;
        // Another replica counts on, and many at once are no way around.
        let other = Server::told(server.cluster.clone(), server.database.clone(), &configuration::defaults());
        for on in [&server, &other] {
            for told in join_all((0..4).map(|_| sign_in(on, Some(&wrong)))).await {
                assert_eq!(told, "INCORRECT_TWO_FACTOR_CODE_TOTP");
            }
        }
        for told in join_all((0..4).map(|_| sign_in(&other, Some(&wrong)))).await {
            assert_eq!(told, "ACCOUNT_LOCKED");
        }
        assert_eq!(sign_in(&server, Some(&shown_by_app(&secret))).await, "ACCOUNT_LOCKED");
        let past = "update afya.login_failure set first_failed = first_failed - interval '16 minutes', \
            last_failed = last_failed - interval '16 minutes'";
        run(&server.database, past).await;
        assert_eq!(sign_in(&server, Some(&shown_by_app(&secret))).await, "SUCCESS");
    });
}

#[test]
fn a_letter_is_sent_where_the_pool_has_one_connection_left() {
    let server = start("narrow_pool");
    block_on(async {
        let mut mailbox = with_amina(&server).await;
        run(
            &server.database,
            "update userinfo set verifiedemail = email, twofactortype = 'EMAIL_ENABLED', secret = '' where username = 'amina'",
        )
        .await;
        let set = "update userinfo set secret = '123456|' || (extract(epoch from now()) * 1000 + 60000)::bigint where username = 'amina'";
        run(&server.database, set).await;
        let signed_in = signed_in(&server, "123456").await;
        let mut held = Vec::new();
        for _ in 1..server.database.pool().most {
            held.push(server.database.connect().await.unwrap());
        }
        let request = Request::builder().method("POST").uri("/api/2fa/disable").header(COOKIE, signed_in);
        let answer = super::text(server.send(request.body(Body::from("{}")).unwrap()).await).await;
        assert_eq!(code(&answer), (409, "E3051".into()), "{answer:?}");
        mailbox.letter().await;
    });
}

/// The cookie of amina, who brings a right code.
async fn signed_in(server: &Server, code: &str) -> String {
    let body = json!({ "username": "amina", "password": "Nursing-ward-77", "twoFactorCode": code });
    let request = Request::builder().method("POST").uri("/api/auth/login");
    let answer = server.send(request.body(Body::from(body.to_string())).unwrap()).await;
    answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn an_administrator_takes_a_lost_factor_away() {
    let server = start("lost_factor");
    block_on(async {
        let _mailbox = with_amina(&server).await;
        run(
            &server.database,
            "update userinfo set twofactortype = 'TOTP_ENABLED', secret = 'x' where username = 'amina'",
        )
        .await;
        let me = server.json("GET", "/api/me?fields=id", None).await;
        let own = format!("/api/users/{}/twoFA/disabled", me["id"].as_str().unwrap());
        assert_eq!(code(&server.call(Some(super::ADMIN), "POST", &own, None).await), (403, "E3021".into()));
        let nobody = "/api/users/aAbBcCdDeE1/twoFA/disabled";
        assert_eq!(code(&server.call(Some(super::ADMIN), "POST", nobody, None).await), (404, "E6201".into()));
        server.json("POST", "/api/users/AminaOfTest/twoFA/disabled", None).await;
        assert_eq!(server.call(Some(AMINA), "GET", "/api/2fa/enabled", None).await, (200, "false".into()));
        assert_ne!(server.call(Some(AMINA), "POST", &own, None).await.0, 200);
    });
}
