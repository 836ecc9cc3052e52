//! `GET /api/metadata` and `GET /api/<plural>/{uid}/metadata`: objects as an import takes them, of whole types or one with
//! everything that it needs.

use std::io::Write;

use afya_access::configuration;
use afya_metadata::export::{self, Lists, Wanted, dependencies};
use afya_model::Refusal;
use afya_schema::{Type, registry};
use afya_store::Connection;
use axum::extract::Path;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderName, HeaderValue};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::objects::{asker, check_uid};
use super::system_info::VERSION;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let roots = dependencies::ROOTS.iter().filter_map(|name| registry().by_name(name));
    let with_dependencies = roots.filter_map(|of| {
        let path = format!("/api{}/{{uid}}/metadata", of.endpoint?);
        Some(get(path, Who::SignedIn, move |call: Call, Path(uid): Path<String>| export_one(of, call, uid)))
    });
    [get("/api/metadata", Who::SignedIn, export_types)].into_iter().chain(with_dependencies).collect()
}

async fn export_types(call: Call) -> Outcome {
    let packing = Packing::asked(&call)?;
    let wanted = Wanted::parse(call.query.pairs())?;
    wanted.check(asker(&call, None))?;
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let lists = export::export(&mut connection, asker(&call, locale.as_deref()), &wanted).await?;
    packing.answer(&call, written(&call, &mut connection, &lists).await?)
}

async fn export_one(of: &'static Type, call: Call, uid: String) -> Outcome {
    check_uid(&uid)?;
    let packing = Packing::asked(&call)?;
    Wanted::parse(call.query.pairs())?.check(asker(&call, None))?;
    let mut connection = call.connect().await?;
    let skip_sharing = call.query.is_true("skipSharing");
    let lists = dependencies::export(&mut connection, asker(&call, None), of, &uid, skip_sharing).await?;
    packing.answer(&call, written(&call, &mut connection, &lists).await?)
}

/// The export as JSON: which server wrote it, then the objects of each type.
async fn written(call: &Call, connection: &mut Connection, lists: &Lists) -> Result<String, Failure> {
    let system = json!({
        "id": configuration::system_id(connection).await?,
        "rev": env!("CARGO_PKG_VERSION"),
        "version": VERSION,
        "date": call.app.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string(),
    });
    let length = lists.iter().flat_map(|(_, objects)| objects).map(|object| object.len() + 1).sum::<usize>();
    let mut text = String::with_capacity(length + 1024);
    text.push_str("{\"system\":");
    text.push_str(&system.to_string());
    for (plural, objects) in lists {
        text.push(',');
        text.push_str(&Value::from(*plural).to_string());
        text.push_str(":[");
        text.push_str(&objects.join(","));
        text.push(']');
    }
    text.push('}');
    Ok(text)
}

/// How an export is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
}

impl Packing {
    /// What the path's extension or the `Accept` header asks for.
    fn asked(call: &Call) -> Result<Packing, Refusal> {
        let gzip = ["application/json+gzip", "application/x-gzip", "application/gzip"];
        match call.extension {
            Some("json.gz") => Ok(Packing::Gzip),
            None if gzip.contains(&call.accept.as_str()) => Ok(Packing::Gzip),
            None | Some("json") => Ok(Packing::Plain),
            Some(other) => {
                let sentence =
                    format!("Metadata cannot be exported as {other} here yet; ask for json or json.gz");
                Err(Refusal::new(501, sentence))
            }
        }
    }

    fn answer(self, call: &Call, text: String) -> Outcome {
        let (mut response, file) = match self {
            Packing::Plain => (answer::json_text(200, text), "attachment; filename=metadata.json"),
            Packing::Gzip => {
                let packed = gzip(&text)
                    .map_err(|_| Refusal::new(500, "The export cannot be packed; ask for it as json"))?;
                (answer::typed(200, "application/json+gzip", packed), "attachment; filename=metadata.json.gz")
            }
        };
        let headers = response.headers_mut();
        if self == Packing::Gzip {
            headers.insert(
                HeaderName::from_static("content-transfer-encoding"),
                HeaderValue::from_static("binary"),
            );
        }
        if self == Packing::Gzip || call.query.is_true("download") {
            headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(file));
        }
        Ok(answer::private(response))
    }
}

fn gzip(text: &str) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}
