//! WeChat's check before a platform is released to all accounts.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Platform;
use crate::api::send_custom_message::{Content, Request, Text};
use crate::callback::{Handled, Handler, Message, MessageKind, Reply, SinkError};
use crate::{Error, Secret};

/// The text that expects an immediate reply, and the suffix of the reply.
const TEXT: &str = "TESTCOMPONENT_MSG_TYPE_TEXT";
const TEXT_REPLY: &str = "TESTCOMPONENT_MSG_TYPE_TEXT_callback";

/// The prefix of a code whose account must send a message.
const CODE: &str = "QUERY_AUTH_CODE:";

/// Original ids of WeChat's test accounts, by the page of the check: official accounts, then mini
/// programs.
const TEST_ACCOUNTS: [&str; 10] = [
    "gh_3c884a361561",
    "gh_c0f28a78b318",
    "gh_3f222ed8d140",
    "gh_26128078e9ab",
    "gh_2b3713f184a6",
    "gh_8dad206e9538",
    "gh_905ae9d01059",
    "gh_393666f1fdf4",
    "gh_39abb5d4e1b7",
    "gh_7818dcb60240",
];

/// Limits the exchanges for accounts other than the test accounts: any user can
/// write such a text to any account, and must not exhaust the platform's quota by it.
const STRANGERS: usize = 10;
const STRANGERS_WITHIN: Duration = Duration::from_secs(10 * 60);

/// Passes WeChat's check before a platform's release: [`Platform::release_check`].
#[derive(Clone, Debug)]
pub struct ReleaseCheck {
    platform: Platform,
    accounts: BTreeSet<String>,
    strangers: Arc<Mutex<Vec<Instant>>>,
}

impl Platform {
    /// A handler for the messages of WeChat's check before a platform is released to all accounts
    /// ("全网发布检测"), which passes on all others: put it before your own with
    /// [`or`](crate::callback::Handler::or).
    ///
    /// - The text `TESTCOMPONENT_MSG_TYPE_TEXT` gets `TESTCOMPONENT_MSG_TYPE_TEXT_callback` as the
    ///   reply.
    /// - The text `QUERY_AUTH_CODE:code` gets an empty response at once; then the code is exchanged,
    ///   and `code_from_api` is sent to the user by the API of customer service.
    /// - An event of one of WeChat's test accounts gets its name with the suffix `from_callback`, as
    ///   older editions of the check expect it.
    ///
    /// The tickets of the check go to the other URL, where [`Inbox`](crate::callback::Inbox) with
    /// this platform handles them. Facts from
    /// <https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html>.
    pub fn release_check(&self) -> ReleaseCheck {
        ReleaseCheck {
            platform: self.clone(),
            accounts: TEST_ACCOUNTS.iter().map(|&account| account.to_owned()).collect(),
            strangers: Arc::default(),
        }
    }
}

impl ReleaseCheck {
    /// Adds a test account, by its original id, which begins with `gh_`: for when WeChat adds some.
    pub fn account(mut self, original_id: impl Into<String>) -> Self {
        self.accounts.insert(original_id.into());
        self
    }

    /// Whether a code may be exchanged for a user who writes to this account.
    fn may_exchange(&self, account: &str) -> bool {
        if self.accounts.contains(account) {
            return true;
        }
        let now = Instant::now();
        // The value is consistent, even after a panic elsewhere.
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        strangers.retain(|then| now.saturating_duration_since(*then) < STRANGERS_WITHIN);
        let may = strangers.len() < STRANGERS;
        if may {
            strangers.push(now);
        }
        may
    }
}

impl Handler for ReleaseCheck {
    async fn message(&self, message: Message) -> Result<Handled, SinkError> {
        Ok(match &message.kind {
            MessageKind::Text { content } if content == TEXT => {
                Handled::Reply(Reply::text(TEXT_REPLY))
            }
            MessageKind::Text { content } => match content.strip_prefix(CODE).map(str::trim) {
                Some(code) if !code.is_empty() && self.may_exchange(&message.to) => {
                    let sending = send(self.platform.clone(), code.to_owned(), message.from);
                    Handled::later(async move { sending.await.map_err(SinkError::from) })
                }
                _ => Handled::Pass,
            },
            MessageKind::Event(_) if self.accounts.contains(&message.to) => {
                let event = message.field("Event").unwrap_or_default();
                Handled::Reply(Reply::text(format!("{event}from_callback")))
            }
            _ => Handled::Pass,
        })
    }
}

/// Exchanges a code, and sends it to the user through its account.
async fn send(platform: Platform, code: String, openid: String) -> Result<(), Error> {
    let account = platform.exchange(Secret::new(code.as_str())).await?.appid;
    let text = Text::new(format!("{code}_from_api"));
    let request = Request::new(openid, Content::Text(text));
    platform.authorizer(account.as_str()).send_custom_message(request).send().await.map(|_| ())
}
