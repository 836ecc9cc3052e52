//! `/api/dataItems`: everything that figures can be asked of, as one list.

use afya_metadata::data_items::{self, DataItemRequest};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};
use crate::routes::objects::{asker, list_answer};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/dataItems", Who::SignedIn, list_items)]
}

async fn list_items(call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let mut request = DataItemRequest::parse(call.query.pairs())?;
    request.window = paging.window();
    let locale = call.locale();
    let page =
        data_items::list(&mut call.connect().await?, asker(&call, locale.as_deref()), &request).await?;
    // DHIS2 says `/api` twice in these links.
    let address = format!("{}/api/dataItems", call.base);
    let pager = paging.paged.then(|| paging.pager(page.total, &address, &call.query));
    Ok(answer::private(list_answer("dataItems", pager, &page.objects)))
}
