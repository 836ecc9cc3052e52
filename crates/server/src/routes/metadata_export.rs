//! `GET /api/metadata` and `GET /api/<plural>/{uid}/metadata`: objects as an import takes them, of whole types or one with
//! everything that it needs.

use afya_access::configuration;
use afya_metadata::export::{self, Lists, Wanted, dependencies};
use afya_model::Refusal;
use afya_schema::{Type, registry};
use afya_store::Connection;
use axum::extract::Path;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::objects::{asker, check_uid};
use super::system_info::VERSION;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::compression::{Compression, Packer};
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
    let compression = packing(&call)?;
    let wanted = Wanted::parse(call.query.pairs())?;
    wanted.check(asker(&call, None))?;
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let lists = export::export(&mut connection, asker(&call, locale.as_deref()), &wanted).await?;
    packed(compression, &call, written(&call, &mut connection, &lists).await?)
}

async fn export_one(of: &'static Type, call: Call, uid: String) -> Outcome {
    check_uid(&uid)?;
    let compression = packing(&call)?;
    Wanted::parse(call.query.pairs())?.check(asker(&call, None))?;
    let mut connection = call.connect().await?;
    let skip_sharing = call.query.is_true("skipSharing");
    let lists = dependencies::export(&mut connection, asker(&call, None), of, &uid, skip_sharing).await?;
    packed(compression, &call, written(&call, &mut connection, &lists).await?)
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

/// How an export is packed: as the path's extension or the `Accept` header says.
fn packing(call: &Call) -> Result<Compression, Refusal> {
    match (call.extension, call.accept.as_str()) {
        (Some("json.gz"), _) | (None, "application/json+gzip") => Ok(Compression::Gzip),
        (Some("json.zip"), _) | (None, "application/json+zip") => Ok(Compression::Zip),
        (None | Some("json"), _) => Ok(Compression::None),
        (Some(other), _) => {
            let sentence =
                format!("Metadata cannot be exported as {other}; ask for json, json.gz or json.zip");
            Err(Refusal::new(501, sentence))
        }
    }
}

fn packed(compression: Compression, call: &Call, text: String) -> Outcome {
    const FILE: &str = "metadata.json";
    let bytes = Packer::new(compression, FILE).and_then(|mut packer| {
        let mut bytes = packer.pack(text.into_bytes())?;
        bytes.extend(packer.finish()?);
        Ok(bytes)
    });
    let bytes = bytes.map_err(|_| Refusal::new(500, "The export cannot be packed; ask for it as json"))?;
    let media_type = match compression {
        Compression::None => "application/json;charset=UTF-8",
        Compression::Gzip => "application/json+gzip",
        Compression::Zip => "application/json+zip",
    };
    let mut response = answer::typed(200, media_type, bytes);
    let headers = response.headers_mut();
    if compression != Compression::None {
        headers
            .insert(HeaderName::from_static("content-transfer-encoding"), HeaderValue::from_static("binary"));
    }
    if compression != Compression::None || call.query.is_true("download") {
        let value = format!("attachment; filename={FILE}{}", compression.extension());
        headers.extend(HeaderValue::from_str(&value).ok().map(|value| (CONTENT_DISPOSITION, value)));
    }
    Ok(answer::private(response))
}
