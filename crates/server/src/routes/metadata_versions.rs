//! `/api/metadata/version` and `/api/metadata/versions` where versions are switched off.

use afya_access::settings;
use afya_model::{ErrorCode, Refusal};

use crate::answer::Outcome;
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    ["/api/metadata/version", "/api/metadata/versions", "/api/metadata/version/history"]
        .map(|path| get(path, Who::SignedIn, find_versions))
        .into()
}

/// Versions of metadata are not made here: switched off they are refused as in DHIS2, switched on by name.
async fn find_versions(call: Call) -> Outcome {
    let system = settings::read_system(&call.connect().await?).await?;
    if system.is_on("keyVersionEnabled") {
        let sentence = "Versions of metadata are part of the Web API and not built here yet";
        return Err(Refusal::new(501, sentence).into());
    }
    let sentence = "Metadata versioning is not enabled for this instance.";
    Err(Refusal::bad_request(sentence).with_code(ErrorCode::E1003).into())
}
