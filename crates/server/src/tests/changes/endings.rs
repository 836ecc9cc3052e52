//! How many may follow what changes, and when their streams end.

use std::time::Duration;

use afya_tests::cluster::texts;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, RETRY_AFTER, SET_COOKIE};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::{CLERK, NURSE, PATH, ask, begun, by_hand, elements, follow, listening, save, server};
use crate::management::Watched;
use crate::tests::{ADMIN, Server, basic, block_on};
use crate::{route, routes};

/// Signs in; gives the cookie.
async fn sign_in(server: &Server, username: &str, password: &str) -> String {
    let body = json!({ "username": username, "password": password }).to_string();
    let request = Request::post("/api/auth/login").header(CONTENT_TYPE, "application/json");
    let answer = server.send(request.body(Body::from(body)).unwrap()).await;
    answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn a_stream_ends_with_its_session_and_does_not_make_it_last() {
    let (server, _, feed) = server("changes_session", &[]);
    block_on(async {
        let cookie = sign_in(&server, "clerk", "Clerk-1234").await;
        let (mut events, _) = begun(&server, &[(COOKIE.as_str(), &cookie)]).await;
        by_hand(&server, "update afya.session set last_used = now() - interval '10 minutes'").await;
        let ends = "select expires::text || last_used::text from afya.session";
        let before = texts(&server.database, ends).await;
        save(&server, "ElemPublic1", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        assert_eq!(events.changed().await, elements(&["ElemPublic1"]));
        assert_eq!(texts(&server.database, ends).await, before);
        let leave = Request::get("/dhis-web-commons-security/logout.action").header(COOKIE, &cookie);
        assert_eq!(server.send(leave.body(Body::empty()).unwrap()).await.status(), 302);
        save(&server, "ElemPublic1", "ClinicOne11", "2").await;
        follow(&server, &feed).await;
        assert_eq!(events.next().await, None);
    });
}

#[test]
fn a_stream_ends_once_its_account_is_closed_or_has_another_password() {
    let (server, _, feed) = server("changes_closed", &[]);
    block_on(async {
        let mut connection = server.database.connect().await.unwrap();
        for (change, who) in [
            ("update userinfo set password = 'other' where username = 'clerk'", CLERK),
            ("update userinfo set disabled = true where username = 'nurse'", NURSE),
        ] {
            let mut events = listening(&server, who).await;
            connection.batch(change).await.unwrap();
            save(&server, "ElemPublic1", "ClinicOne11", &who.len().to_string()).await;
            follow(&server, &feed).await;
            assert_eq!(events.next().await, None, "{change}");
        }
    });
}

#[test]
fn a_token_opens_a_stream_until_it_is_taken_away() {
    let (server, _, feed) = server("changes_token", &[]);
    block_on(async {
        let made = server.json("POST", "/api/apiTokens", Some(&json!({ "attributes": [] }))).await;
        let token = format!("ApiToken {}", made["response"]["key"].as_str().unwrap());
        let (mut events, _) = begun(&server, &[("Authorization", &token)]).await;
        save(&server, "ElemPublic1", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        assert_eq!(events.changed().await, elements(&["ElemPublic1"]));
        by_hand(&server, "delete from api_token").await;
        save(&server, "ElemPublic1", "ClinicOne11", "2").await;
        follow(&server, &feed).await;
        assert_eq!(events.next().await, None);
    });
}

#[test]
fn a_stream_that_has_nothing_to_tell_shows_that_it_is_there_and_looks_at_rights() {
    let (server, mut app, feed) = server("changes_beat", &[]);
    app.listeners.beat_every = Duration::from_millis(20);
    let server = Server { router: route::router(&app, routes::all()), ..server };
    block_on(async {
        let cookie = sign_in(&server, "nurse", "Nurse-1234").await;
        let (mut events, ready) = begun(&server, &[(COOKIE.as_str(), &cookie)]).await;
        let beat = events.any().await.unwrap();
        assert!(beat.is_comment && beat.event.is_empty() && beat.id == ready.id, "{beat:?}");
        // What is not for the nurse moves the moment along, and nothing else.
        save(&server, "ElemPublic1", "ClinicTwo22", "1").await;
        follow(&server, &feed).await;
        while ["", ready.id.as_str()].contains(&events.any().await.unwrap().id.as_str()) {}
        assert_eq!(app.listeners.count(), 1);
        by_hand(&server, "delete from afya.session").await;
        assert_eq!(events.next().await, None);
        assert_eq!(app.listeners.count(), 0);
    });
}

#[test]
fn without_columns_there_is_nothing_to_follow() {
    let server = Server::start("changes_off");
    block_on(async {
        let (status, headers, mut events) = ask(&server, &[("Authorization", &basic(ADMIN))]).await;
        assert_eq!(
            (status, &headers[CACHE_CONTROL], events.next().await),
            (204, &"no-store".parse().unwrap(), None)
        );
    });
}

#[test]
fn only_so_many_may_follow_at_once() {
    let (server, app, _) = server("changes_many", &[("afya.analytics.listeners", "1")]);
    block_on(async {
        let first = listening(&server, ADMIN).await;
        let (status, headers, _) = ask(&server, &[("Authorization", &basic(CLERK))]).await;
        assert_eq!((status, &headers[RETRY_AFTER]), (503, &"30".parse().unwrap()));
        drop(first);
        assert_eq!(app.listeners.count(), 0);
        listening(&server, CLERK).await;
    });
}

/// Reads from a connection until a text has come.
async fn read_until(client: &mut TcpStream, text: &str) {
    let (mut read, mut buffer) = (String::new(), [0; 4096]);
    while !read.contains(text) {
        let count =
            tokio::time::timeout(Duration::from_secs(30), client.read(&mut buffer)).await.unwrap().unwrap();
        assert!(count > 0, "the connection ends after {read}");
        read.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
}

#[test]
fn streams_end_with_the_server_and_with_those_who_leave() {
    let (server, app, _) = server("changes_drain", &[]);
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let watched = Watched::new(app.clone());
        let serving = axum::serve(listener, server.router.clone()).with_graceful_shutdown(async move {
            stopped.await.unwrap();
            watched.stop();
        });
        let serving = tokio::spawn(serving.into_future());
        let mut clients = Vec::new();
        for _ in 0..3 {
            let mut client = TcpStream::connect(address).await.unwrap();
            let asked =
                format!("GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\n\r\n", basic(ADMIN));
            client.write_all(asked.as_bytes()).await.unwrap();
            read_until(&mut client, "event: ready").await;
            clients.push(client);
        }
        assert_eq!(app.listeners.count(), 3);
        clients.pop();
        let left = async {
            while app.listeners.count() > 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), left).await.unwrap();
        stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(30), serving).await.unwrap().unwrap().unwrap();
        assert_eq!(app.listeners.count(), 0);
        let (status, headers, _) = ask(&server, &[("Authorization", &basic(ADMIN))]).await;
        assert_eq!((status, &headers[RETRY_AFTER]), (503, &"30".parse().unwrap()));
    });
}
