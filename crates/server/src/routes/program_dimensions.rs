//! `/api/analytics/{events,enrollments,trackedEntities}/…/dimensions`: what the data of programs can be cut by.

use afya_metadata::program_dimensions::{self, DimensionRequest, DimensionsOf};
use afya_model::{ErrorCode, Refusal};

use super::objects::{asker, list_answer};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let base = "/api/analytics";
    vec![
        get(format!("{base}/events/query/dimensions"), Who::SignedIn, list_of_events),
        get(format!("{base}/events/aggregate/dimensions"), Who::SignedIn, list_of_event_counts),
        get(format!("{base}/enrollments/query/dimensions"), Who::SignedIn, list_of_enrollments),
        get(format!("{base}/enrollments/aggregate/dimensions"), Who::SignedIn, list_of_enrollment_counts),
        get(format!("{base}/trackedEntities/query/dimensions"), Who::SignedIn, list_of_tracked_entities),
    ]
}

async fn list_of_events(call: Call) -> Outcome {
    let named = |name| call.query.get(name).filter(|uid| !uid.trim().is_empty()).map(str::to_owned);
    let (program, stage) = (named("programId"), named("programStageId"));
    if program.is_none() && stage.is_none() {
        return Err(Refusal::of(409, ErrorCode::E7235, &[]).into());
    }
    list(&call, DimensionsOf::Events { program, stage }).await
}

async fn list_of_event_counts(call: Call) -> Outcome {
    list(&call, DimensionsOf::EventCounts(required(&call, "programStageId")?)).await
}

async fn list_of_enrollments(call: Call) -> Outcome {
    list(&call, DimensionsOf::Enrollments(required(&call, "programId")?)).await
}

async fn list_of_enrollment_counts(call: Call) -> Outcome {
    list(&call, DimensionsOf::EnrollmentCounts(required(&call, "programId")?)).await
}

async fn list_of_tracked_entities(call: Call) -> Outcome {
    let of = required(&call, "trackedEntityType")?;
    let programs = call.query.all("program").flat_map(|uids| uids.split(',')).filter(|uid| !uid.is_empty());
    let programs = programs.map(str::to_owned).collect();
    list(&call, DimensionsOf::TrackedEntities { of, programs }).await
}

fn required(call: &Call, name: &str) -> Result<String, Refusal> {
    let sentence =
        || format!("Required request parameter '{name}' for method parameter type String is not present");
    call.query.get(name).map(str::to_owned).ok_or_else(|| Refusal::bad_request(sentence()))
}

async fn list(call: &Call, of: DimensionsOf) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let mut request = DimensionRequest::parse(call.query.pairs());
    request.window = paging.window();
    let locale = call.locale();
    let asker = asker(call, locale.as_deref());
    let page = program_dimensions::list(&mut call.connect().await?, asker, &of, &request).await?;
    let pager = paging.paged.then(|| paging.plain_pager(page.total));
    Ok(answer::private(list_answer("dimensions", pager, &page.objects)))
}
