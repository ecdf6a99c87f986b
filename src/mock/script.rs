//! How a test scripts a mock.

use serde_json::Value;

use super::catalog::Entry;
use super::error::MockError;
use super::reply::Reply;
use super::state::State;
use super::{several, suggest};
use crate::endpoint::Absence;

/// The script of one endpoint: responses that it sends before it goes back to its sample.
///
/// They are used in the order in which they were added, and only for valid calls:
/// a call that breaks the contract gets its documented code and consumes none.
pub struct Script<'a> {
    state: &'a State,
    id: &'static str,
}

impl<'a> Script<'a> {
    pub(super) fn new(state: &'a State, id: &'static str) -> Self {
        Self { state, id }
    }

    /// Adds a response to one call.
    pub fn once(&self, reply: Reply) -> &Self {
        self.times(1, reply)
    }

    /// Adds the same response to the next `calls` calls.
    pub fn times(&self, calls: u64, reply: Reply) -> &Self {
        self.add(Some(calls), reply)
    }

    /// Adds a response to every call from then on, until [`clear`](Self::clear).
    pub fn always(&self, reply: Reply) -> &Self {
        self.add(None, reply)
    }

    /// Sends these items in pages from then on, as the requests ask for them, until [`clear`](Self::clear).
    /// They are objects by their names on the wire, and each valid call gets its part of them. A page has 20 items
    /// where the request does not say.
    ///
    /// ```
    /// use serde_json::json;
    /// use wechat_cloudbase::{api::get_cs_list, mock::Mock, token::Component};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.on("getCSList")?.list((0..45).map(|n| json!({ "server_name": n.to_string() })))?;
    ///
    /// let client = mock.client::<Component>()?;
    /// let mut services = client.get_cs_list(get_cs_list::Request::new("shop")).items();
    /// let mut count = 0;
    /// while let Some(service) = services.next().await {
    ///     assert_eq!(service?.server_name, count.to_string());
    ///     count += 1;
    /// }
    /// assert_eq!((count, mock.count("getCSList")?), (45, 3));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the endpoint's list does not come in pages.
    pub fn list(&self, items: impl IntoIterator<Item = Value>) -> Result<&Self, MockError> {
        let endpoint = self.entry()?.contract.endpoint;
        if endpoint.paging.is_none() {
            return Err(MockError::script(endpoint.name, "its list does not come in pages"));
        }
        Ok(self.always(Reply::list(items.into_iter().collect())))
    }

    /// Goes through the states of a wait: a response for each, and from then on the state that is waited
    /// for. `None` is that it is not there. The arguments are those of the wait's function, as text.
    ///
    /// ```
    /// use std::time::Duration;
    /// use wechat_cloudbase::api::get_tcb_env_list::{self, Request};
    /// use wechat_cloudbase::{mock::Mock, token::Component};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.on("getTcbEnvList")?.states("normal", &["shop"], [Some("HALTED")])?;
    ///
    /// let client = mock.client::<Component>()?;
    /// let call = client.get_tcb_env_list(Request::new());
    /// let error = call
    ///     .wait(get_tcb_env_list::normal("shop"))
    ///     .within(Duration::from_secs(60))
    ///     .await
    ///     .unwrap_err();
    /// assert!(error.is_failure());
    ///
    /// // The next call finds it in the state that is waited for.
    /// let call = client.get_tcb_env_list(Request::new());
    /// let wait = get_tcb_env_list::normal("shop");
    /// let reached = call.wait(wait).within(Duration::from_secs(60)).await?;
    /// assert_eq!(reached.item.env.as_str(), "shop");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the endpoint has no such wait, or the wait takes another number of arguments.
    pub fn states<'s>(
        &self,
        wait: &str,
        arguments: &[&str],
        states: impl IntoIterator<Item = Option<&'s str>>,
    ) -> Result<&Self, MockError> {
        let entry = self.entry()?;
        let endpoint = entry.contract.endpoint;
        let Some(rule) = endpoint.waits.iter().find(|rule| rule.name == wait) else {
            let names: Vec<_> = endpoint.waits.iter().map(|rule| rule.name).collect();
            let problem = format!("it has no wait `{wait}`; {}", suggest::help(wait, &names, &[]));
            return Err(MockError::script(endpoint.name, problem));
        };
        if rule.keys.len() != arguments.len() {
            let names: Vec<_> = rule.keys.iter().map(|(_, name)| *name).collect();
            let problem = format!("the wait `{wait}` takes the arguments [{}]", names.join(", "));
            return Err(MockError::script(endpoint.name, problem));
        }
        let reply = |state| Reply::fields(several::in_state(entry, rule, arguments, state));
        for state in states {
            self.once(reply(state.map(|text| several::state(rule, text))));
        }
        // Where absence is waited for, there is none; where presence is, it has any state.
        let last = match (rule.success.first(), rule.absent) {
            (Some(state), _) => Some(Value::from(*state)),
            (None, Absence::Success) => None,
            (None, _) => Some(Value::Null),
        };
        Ok(self.always(reply(last)))
    }

    fn entry(&self) -> Result<&'a Entry, MockError> {
        self.state.catalog.named(self.id)
    }

    /// Drops the unused responses.
    pub fn clear(&self) -> &Self {
        self.state.scripts().clear(self.id);
        self
    }

    fn add(&self, left: Option<u64>, reply: Reply) -> &Self {
        self.state.scripts().add(self.id, left, reply);
        self
    }
}
