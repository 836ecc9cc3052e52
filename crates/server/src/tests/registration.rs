//! People who register themselves.

use afya_tests::cluster::{run, texts};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use serde_json::{Value, json};

use super::{Server, block_on, message};

const PATH: &str = "/api/auth/registration";

fn person() -> Value {
    json!({
        "username": "moussa", "firstName": "Moussa", "surname": "Diallo", "password": "Nursing-ward-77", "email": "m@example.org",
    })
}

/// A system that people may register in, without a captcha.
async fn open_to_all(server: &Server) {
    let objects = json!({
        "organisationUnits": [{ "id": "Everybodys1", "name": "Kolanda", "shortName": "Kolanda", "openingDate": "2020-01-01" }],
        "userRoles": [{ "id": "Everybodys2", "name": "Newcomer", "authorities": ["F_DATAVALUE_ADD"] }],
    });
    server.json("POST", "/api/metadata", Some(&objects)).await;
    run(&server.database, "update configuration set \
        selfregistrationrole = (select userroleid from userrole where uid = 'Everybodys2'), \
        selfregistrationorgunit = (select organisationunitid from organisationunit where uid = 'Everybodys1')").await;
    server
        .json("POST", "/api/systemSettings", Some(&json!({ "keySelfRegistrationNoRecaptcha": true })))
        .await;
}

#[test]
fn whoever_registers_is_signed_in_with_the_role_and_unit_of_newcomers() {
    let server = Server::start("registered");
    block_on(async {
        open_to_all(&server).await;
        let request = Request::builder().method("POST").uri(PATH).header(CONTENT_TYPE, "application/json");
        let answer = server.send(request.body(Body::from(person().to_string())).unwrap()).await;
        assert_eq!(answer.status(), 201);
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let (_, text) = super::text(answer).await;
        assert_eq!(message(&text).as_deref(), Some("Account created"));
        let fields = "username,name,email,userRoles,organisationUnits,dataViewOrganisationUnits,authorities";
        let request = Request::builder().uri(format!("/api/me?fields={fields}")).header(COOKIE, cookie);
        let (_, text) = super::text(server.send(request.body(Body::empty()).unwrap()).await).await;
        let me: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(me["name"], "Moussa Diallo");
        assert_eq!(me["email"], "m@example.org");
        assert_eq!(me["userRoles"], json!([{ "id": "Everybodys2" }]));
        assert_eq!(me["organisationUnits"], json!([{ "id": "Everybodys1" }]));
        assert_eq!(me["dataViewOrganisationUnits"], json!([{ "id": "Everybodys1" }]));
        assert_eq!(me["authorities"], json!(["F_DATAVALUE_ADD"]));
        let flags = "select selfregistered || ' ' || (uuid is not null) || ' ' || (passwordlastupdated is not null) from userinfo where username = 'moussa'";
        assert_eq!(texts(&server.database, flags).await, ["true true true"]);
        let old = "select count(*)::text from previouspasswords p join userinfo u on u.userinfoid = p.userid where u.username = 'moussa'";
        assert_eq!(texts(&server.database, old).await, ["1"]);
    });
}

#[test]
fn what_is_wrong_with_a_person_is_said() {
    let server = Server::start("not_registered");
    block_on(async {
        let check = async |changes: Value, status: u16, sentence: &str| {
            let mut wrong = person();
            for (key, value) in changes.as_object().unwrap() {
                wrong[key] = value.clone();
            }
            let (found, text) = server.call(None, "POST", PATH, Some(&wrong)).await;
            assert_eq!((found, message(&text).as_deref()), (status, Some(sentence)), "{changes}");
        };
        check(json!({}), 400, "Recaptcha validation failed.").await;
        let unchecked = "Captchas are not checked here; turn the setting keySelfRegistrationNoRecaptcha on";
        check(json!({ "g-recaptcha-response": "x" }), 501, unchecked).await;
        let free = json!({ "keySelfRegistrationNoRecaptcha": true });
        server.json("POST", "/api/systemSettings", Some(&free)).await;
        for name in ["moussa", "admin"] {
            check(json!({ "username": name }), 400, "User self registration is not allowed").await;
        }
        open_to_all(&server).await;
        for name in ["mo", "mo ussa", "admin", "ADMIN", ""] {
            check(json!({ "username": name }), 400, "Username is not specified or invalid").await;
        }
        check(json!({ "username": null }), 400, "Username is not specified or invalid").await;
        for name in [json!(null), json!("x".repeat(81)), json!(" ")] {
            check(json!({ "firstName": name }), 400, "First name is not specified or invalid").await;
            check(json!({ "surname": name }), 400, "Surname is not specified or invalid").await;
        }
        check(json!({ "password": null }), 400, "Password is not specified").await;
        check(json!({ "password": "Moussa-ward-77" }), 400, "Username/Email must not be a part of password")
            .await;
        for email in [json!(null), json!("moussa"), json!("m@local")] {
            check(json!({ "email": email }), 400, "Email is not specified or invalid").await;
        }
        assert_eq!(
            texts(&server.database, "select count(*)::text from userinfo where selfregistered").await,
            ["0"]
        );
        server.call(None, "POST", PATH, Some(&person())).await;
        check(json!({}), 400, "Username is not specified or invalid").await;
    });
}

#[test]
fn the_former_path_takes_a_form() {
    let server = Server::start("form");
    block_on(async {
        open_to_all(&server).await;
        let form = "username=moussa&firstName=Moussa&surname=Diallo&password=Nursing-ward-77&email=m%40example.org&phoneNumber=70";
        let send = async |form: &str| {
            let request = Request::builder().method("POST").uri("/api/account");
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            super::text(server.send(request.body(Body::from(form.to_owned())).unwrap()).await).await
        };
        assert_eq!(send("username=moussa").await.0, 400);
        let (status, text) = send(form).await;
        assert_eq!((status, message(&text).as_deref()), (200, Some("Account created")));
        let (status, _) = server.call(Some("moussa:Nursing-ward-77"), "GET", "/api/me", None).await;
        assert_eq!(status, 200);
    });
}

#[test]
fn a_flood_of_accounts_ends() {
    let server = Server::start("flood");
    block_on(async {
        open_to_all(&server).await;
        run(&server.database, "insert into afya.login_failure values ('registration:', 60, now(), now())")
            .await;
        let mut taken = person();
        taken["username"] = json!("admin");
        for asked in [&person(), &taken] {
            let (status, text) = server.call(None, "POST", PATH, Some(asked)).await;
            assert!(status == 429 && text.contains("try again"), "{status} {text}");
        }
        // Asking for names that are taken counts.
        run(&server.database, "update afya.login_failure set failures = 59").await;
        let (status, _) = server.call(None, "POST", PATH, Some(&taken)).await;
        assert_eq!(status, 400);
        let (status, _) = server.call(None, "POST", PATH, Some(&person())).await;
        assert_eq!(status, 429);
    });
}
