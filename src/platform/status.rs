//! The status of a platform's tokens.

use super::Platform;
use crate::store::Key;
use crate::token::TokenStatus;

impl Platform {
    /// The status of an account's tokens: held since when and until when, the last error, the next
    /// attempt. Asks the store and this process's memory, and never WeChat; an appid that is unknown
    /// leaves nothing behind. If the store can't be read within 5 seconds, the status is that of memory
    /// with [`store_error`](TokenStatus::store_error).
    pub async fn status(&self, appid: &str) -> TokenStatus {
        let report = self.inner.authorizers.peek(appid).map(|token| {
            let obstacle = token.fetch_obstacle();
            (token.report(), obstacle)
        });
        self.inner.context.status(self.key_of(appid), report).await
    }

    /// The same for the platform's own token.
    pub async fn component_status(&self) -> TokenStatus {
        let token = &self.inner.component;
        let report = Some((token.report(), token.fetch_obstacle()));
        self.inner.context.status(Key::component(self.inner.appid.as_str()), report).await
    }
}
