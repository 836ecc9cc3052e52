//! Files on their way in and out: forms with a file, answers that are a file, and the cleaning up.

pub(crate) mod answer;
pub(crate) mod form;

use std::time::Duration;

use afya_files::house;
use afya_store::Fault;

use crate::app::App;

/// The house is cleaned so often.
const CLEANED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes away files that nobody owns, for as long as the server lives. Several servers may do it at once: a row is taken away by
/// one of them only.
pub(crate) async fn keep_house(app: App) {
    loop {
        match clean(&app).await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "files without an owner were removed"),
            Err(Fault::Refused(refusal)) if refusal.http_status == 501 => return,
            Err(fault) => tracing::warn!(?fault, "files without an owner could not be removed"),
        }
        tokio::time::sleep(CLEANED_EVERY).await;
    }
}

async fn clean(app: &App) -> Result<usize, Fault> {
    let mut connection = app.database.connect().await?;
    house::clean((&mut connection, &app.files), app.clock.now()).await
}
