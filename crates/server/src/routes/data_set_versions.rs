//! `/api/dataSets/{uid}/version`: a number that grows, by which clients see that a form changed.

use afya_metadata::import;
use afya_metadata::read;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::{Type, registry};
use axum::extract::Path;

use super::objects::{asker, check_uid};
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    const PATH: &str = "/api/dataSets/{uid}/version";
    let of = registry().by_name("dataSet");
    let both = of.map(|of| {
        [
            get(PATH, Who::SignedIn, move |call: Call, Path(uid): Path<String>| find_version(of, call, uid)),
            post(PATH, Who::SignedIn, move |call: Call, Path(uid): Path<String>| next_version(of, call, uid)),
        ]
    });
    both.into_iter().flatten().collect()
}

async fn find_version(of: &'static Type, call: Call, uid: String) -> Outcome {
    standing(of, &call, &uid).await?;
    let fields = FieldTree::parse("version");
    let text = read::single(&mut call.connect().await?, asker(&call, None), of, &uid, &fields).await?;
    Ok(answer::private(answer::json_text(200, text)))
}

async fn next_version(of: &'static Type, call: Call, uid: String) -> Outcome {
    if !standing(of, &call, &uid).await?.may_update {
        let sentence = "You don't have the proper permissions to update this object.";
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    import::next_version(&mut call.connect().await?, call.caller(), of, &uid, &call.app.clock).await?;
    Ok(answer::empty(204))
}

async fn standing(of: &'static Type, call: &Call, uid: &str) -> Result<import::Standing, Failure> {
    check_uid(uid)?;
    let found = import::standing(&mut call.connect().await?, call.caller(), of, uid).await?;
    Ok(found.ok_or_else(|| Refusal::conflict(format!("Data set does not exist: {uid}")))?)
}
