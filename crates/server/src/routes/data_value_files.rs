//! `/api/dataValues/file` and `/files`: data values that are files. Who may read or write the value may read or write the file.

use afya_aggregate::single;
use afya_files::domain::Domain;
use afya_files::resource::{self, describe};
use afya_model::{Refusal, Uid};
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use serde_json::json;

use super::data_values::{ADDERS, entry, parameters};
use super::file_resources::{answer_saved, lost, save, size};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::files::answer::file;
use crate::files::form;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/dataValues/file", ADDERS, save_file),
        get("/api/dataValues/files", Who::SignedIn, find_file),
    ]
}

/// Keeps a file and enters it as a value; without a file the value is deleted. The file comes first: where the value is
/// refused it is taken away again, and where the server dies in between nothing leads to it.
async fn save_file(call: Call, request: Request<Body>) -> Outcome {
    let mut form = form::read(&call.app, request).await?;
    let mut value = parameters(&form.query(&call.query))?;
    let now = call.app.clock.now();
    let Some(upload) = form.file.take() else {
        value.value = Some(String::new());
        Box::pin(single::save(&mut call.connect().await?, call.caller(), &value, now)).await?;
        return Ok(answer::message(202, None, None));
    };
    let saved = save(&call, upload, Domain::DataValue, None).await?;
    value.value = Some(saved.uid.clone());
    let mut connection = call.connect().await?;
    if let Err(fault) = Box::pin(single::save(&mut connection, call.caller(), &value, now)).await {
        // A value whose saving nobody confirmed may be there all the same: it must not lose its file.
        if !matches!(fault, afya_store::Fault::Unavailable(_)) {
            resource::delete((&mut connection, &call.app.files), &saved).await?;
        }
        return Err(fault.into());
    }
    resource::assign(&mut connection, &saved.uid, now).await?;
    drop(connection);
    answer_saved(&call, &saved).await
}

async fn find_file(call: Call, headers: HeaderMap) -> Outcome {
    let size = size(&call.query)?;
    let mut connection = call.connect().await?;
    let read = single::read(&mut connection, call.caller(), &entry(&call.query)?).await;
    let value = read.map_err(|fault| match fault {
        afya_store::Fault::Refused(refusal) if refusal.http_status == 404 => {
            Refusal::conflict("Data value does not exist").into()
        }
        other => other,
    })?;
    if Uid::parse(&value).is_none() {
        return Err(Refusal::conflict("DataElement must be of type file").into());
    }
    let found = resource::find(&mut connection, &value).await?;
    if found.domain != Some(Domain::DataValue) {
        return Err(Refusal::no_such_object("FileResource", &value).into());
    }
    if let Some(answer) = file(&call.app, &headers, &found, size).await? {
        return Ok(answer::unstored(answer));
    }
    let said = describe(&mut connection, &found, "PENDING").await?;
    Err(lost(&json!({ "responseType": "FileResource", "fileResource": said })).into())
}
