//! A body of data values in any of its formats.

use afya_aggregate::values::batch::Batch;
use afya_aggregate::values::read::{self, Format};
use afya_model::Refusal;
use axum::body::Body;

use super::arriving::{ARRIVING_LIMIT, arriving};
use super::unpacked::unpacked;
use crate::import_options::ImportOptions;

/// Reads a body while it arrives, on a thread that may wait for it.
pub(crate) async fn read(body: Body, format: Format, options: ImportOptions) -> Result<Batch, Refusal> {
    let body = arriving(body);
    let reading = tokio::task::spawn_blocking(move || {
        let data_set = options.data_set.as_deref();
        unpacked(body, ARRIVING_LIMIT, |plain| read::read(plain, format, options.schemes, data_set))
    });
    reading.await.map_err(|_| Refusal::new(500, "The request's body could not be read"))?
}
