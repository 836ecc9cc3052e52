//! TLS to a real PostgreSQL, with certificates that the test makes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::Duration;

use afya_store::cluster::{Cluster, Durability, is_root};
use afya_store::{Database, DatabaseSettings, Encryption, Fault, Sql};

use afya_tests::cluster::block_on;

/// A PostgreSQL that listens on an address of its own, which lets nobody in without TLS if it speaks it.
struct Listening {
    cluster: Option<Cluster>,
    folder: PathBuf,
}

impl Listening {
    /// With a certificate for these names, or without TLS.
    fn start(name: &str, names: Option<&str>) -> Listening {
        let folder = std::env::temp_dir().join(format!("afya-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        authority(&folder, "ca");
        authority(&folder, "other");
        certificate(&folder, "server", "ca", names.unwrap_or("DNS:nobody"));
        let hba = if names.is_some() {
            "local all all trust\nhostssl all all all trust\n"
        } else {
            "host all all all trust\n"
        };
        fs::write(folder.join("hba"), hba).unwrap();
        for file in ["server.pem", "server.key", "hba"] {
            give_to_postgres(&folder.join(file));
        }
        let listen = address().to_string();
        let path = |file: &str| folder.join(file).display().to_string();
        let (hba, pem, key) = (path("hba"), path("server.pem"), path("server.key"));
        let mut settings = vec![("listen_addresses", listen.as_str()), ("hba_file", hba.as_str())];
        if names.is_some() {
            settings.extend([("ssl", "on"), ("ssl_cert_file", pem.as_str()), ("ssl_key_file", key.as_str())]);
        }
        let cluster = Cluster::start_with(&folder, Durability::ThrowAway, &settings).unwrap();
        Listening { cluster: Some(cluster), folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn settings(&self, encryption: Encryption) -> DatabaseSettings {
        let own = self.cluster.as_ref().unwrap().settings("postgres", 2);
        DatabaseSettings { host: address().to_string(), encryption, ..own }
    }

    /// Whether the connection is encrypted, or why there is none.
    fn ask(&self, encryption: Encryption) -> Result<bool, String> {
        let database = Database::new(&self.settings(encryption)).map_err(|fault| fault.to_string())?;
        block_on(is_encrypted(&database)).map_err(|fault| fault.to_string())
    }
}

/// Every address of 127/8 is this machine's: one that is made of the process' number is nobody else's.
fn address() -> Ipv4Addr {
    let [_, a, b, c] = process::id().to_be_bytes();
    Ipv4Addr::new(127, a | 0x80, b, c)
}

fn own_address() -> String {
    format!("DNS:localhost,IP:{}", address())
}

impl Drop for Listening {
    fn drop(&mut self) {
        drop(self.cluster.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

async fn is_encrypted(database: &Database) -> Result<bool, Fault> {
    let asked = Sql::new("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
    Ok(database.connect().await?.first(&asked).await?.unwrap().get(0))
}

fn openssl(folder: &Path, arguments: &str) {
    let done = Command::new("openssl").current_dir(folder).args(arguments.split(' ')).output().unwrap();
    assert!(done.status.success(), "{arguments}: {}", String::from_utf8_lossy(&done.stderr));
}

fn authority(folder: &Path, name: &str) {
    let key = format!("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key");
    openssl(folder, &format!("req -x509 {key} -out {name}.pem -days 2 -subj /CN={name}"));
}

fn certificate(folder: &Path, name: &str, by: &str, names: &str) {
    fs::write(folder.join("names"), format!("subjectAltName={names}\n")).unwrap();
    let key = format!("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key");
    openssl(folder, &format!("req {key} -out {name}.csr -subj /CN={name}"));
    let signed = format!("x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -CAcreateserial -days 2");
    openssl(folder, &format!("{signed} -extfile names -out {name}.pem"));
}

fn give_to_postgres(file: &Path) {
    let mut install = Command::new("install");
    install.args(["-m", "600"]);
    if is_root().unwrap() {
        install.args(["-o", "postgres", "-g", "postgres"]);
    }
    let given = file.with_extension("given");
    assert!(install.args([file, &given]).status().unwrap().success());
    fs::rename(given, file).unwrap();
}

#[test]
fn a_certificate_is_checked_as_far_as_the_mode_says() {
    let server = Listening::start("tls", Some(&own_address()));
    let (ca, other) = (server.file("ca.pem"), server.file("other.pem"));
    for encryption in [
        Encryption::Prefer,
        Encryption::Require,
        Encryption::VerifyCa(ca.clone()),
        Encryption::VerifyFull(ca.clone()),
    ] {
        assert_eq!(server.ask(encryption.clone()), Ok(true), "{encryption:?}");
    }
    let plain = server.ask(Encryption::Disable).unwrap_err();
    assert!(plain.contains("no encryption"), "{plain}");
    for encryption in [Encryption::VerifyCa(other.clone()), Encryption::VerifyFull(other.clone())] {
        let refused = server.ask(encryption).unwrap_err();
        let named = refused.contains(&format!("comes from no CA in `{}`", other.display()));
        assert!(named && refused.contains("DB_SSLROOTCERT"), "{refused}");
    }
}

#[test]
fn a_name_that_the_certificate_does_not_hold_is_refused_by_verify_full_alone() {
    let server = Listening::start("names", Some("DNS:db.example.org"));
    let ca = server.file("ca.pem");
    assert_eq!(server.ask(Encryption::VerifyCa(ca.clone())), Ok(true));
    let refused = server.ask(Encryption::VerifyFull(ca)).unwrap_err();
    let named = refused.contains(&format!("is not for `{}`", address()));
    assert!(named && refused.contains("db.example.org") && refused.contains("DB_HOST"), "{refused}");
}

#[test]
fn a_query_is_cancelled_through_tls() {
    let server = Listening::start("cancel", Some(&own_address()));
    let database = Database::new(&server.settings(Encryption::VerifyFull(server.file("ca.pem")))).unwrap();
    block_on(async {
        let connection = database.connect().await.unwrap();
        let process: i32 =
            connection.first(&Sql::new("select pg_backend_pid()")).await.unwrap().unwrap().get(0);
        let sleep = Sql::new("select pg_sleep(600)");
        let watching = database.connect().await.unwrap();
        let asleep = Sql::new("select 1 from pg_stat_activity where wait_event = 'PgSleep'");
        let seen = async { while watching.rows(&asleep).await.unwrap().is_empty() {} };
        tokio::select! {
            _ = connection.rows(&sleep) => panic!("it slept to its end"),
            () = seen => {}
        }
        drop(connection);
        let mut gone = Sql::new("select 1 from pg_stat_activity where pid = ");
        gone.bind(process);
        let gone = async { while !watching.rows(&gone).await.unwrap().is_empty() {} };
        tokio::time::timeout(Duration::from_secs(60), gone)
            .await
            .expect("it is cancelled long before it would end");
    });
}

#[test]
fn a_server_without_tls_is_refused_unless_it_is_only_preferred() {
    let server = Listening::start("plain", None);
    let ca = server.file("ca.pem");
    assert_eq!(server.ask(Encryption::Prefer), Ok(false));
    for encryption in [Encryption::Require, Encryption::VerifyCa(ca.clone()), Encryption::VerifyFull(ca)] {
        let refused = server.ask(encryption).unwrap_err();
        assert!(refused.contains("server does not support TLS") && refused.contains("ssl = on"), "{refused}");
    }
}

#[test]
fn a_file_without_certificates_is_refused_before_anything_is_opened() {
    let settings = |file: &str| DatabaseSettings {
        host: "db.example.org".to_owned(),
        port: 5432,
        name: "country".to_owned(),
        username: "nurse".to_owned(),
        password: String::new(),
        encryption: Encryption::VerifyFull(file.into()),
        connections: 2,
    };
    for file in ["/dev/null", "/nowhere/ca.pem"] {
        let refused = Database::new(&settings(file)).err().unwrap().to_string();
        assert!(refused.contains(file) && refused.contains("sslrootcert"), "{refused}");
    }
}
