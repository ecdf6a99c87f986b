//! Metrics of calls in the format of Prometheus, against a mock server in this process: no account
//! needed. Fails when an expected metric is missing.

use std::error::Error;

use prometheus::{HistogramOpts, HistogramVec, Registry, TextEncoder};
use wechat_cloudbase::Client;
use wechat_cloudbase::api::change_tcb_env;
use wechat_cloudbase::client::Attempt;
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::token::Component;

/// The metrics of calls. Accounts are not a label: a platform has too many of them.
#[derive(Clone)]
struct Metrics {
    duration: HistogramVec,
    waiting: HistogramVec,
}

impl Metrics {
    fn new(registry: &Registry) -> prometheus::Result<Self> {
        let metrics = Self {
            duration: HistogramVec::new(
                HistogramOpts::new(
                    "wechat_attempt_duration_seconds",
                    "How long attempts of calls took; their count, by result, is here too.",
                ),
                &["endpoint", "host", "result"],
            )?,
            waiting: HistogramVec::new(
                HistogramOpts::new(
                    "wechat_attempt_waiting_seconds",
                    "How long attempts waited because too many others were in flight.",
                ),
                &["endpoint"],
            )?,
        };
        registry.register(Box::new(metrics.duration.clone()))?;
        registry.register(Box::new(metrics.waiting.clone()))?;
        Ok(metrics)
    }

    fn observe(&self, attempt: &Attempt<'_>) {
        // The port of the mock differs each time.
        let host = attempt.host.split(':').next().unwrap_or_default();
        let labels = [attempt.endpoint.name, host, &attempt.result()];
        self.duration.with_label_values(&labels).observe(attempt.elapsed.as_secs_f64());
        let labels = [attempt.endpoint.name];
        self.waiting.with_label_values(&labels).observe(attempt.waited.as_secs_f64());
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let registry = Registry::new();
    let metrics = Metrics::new(&registry)?;

    let mock = Mock::start().await?;
    let client = Client::builder(mock.access_token::<Component>())
        .base_urls([mock.base_url()])
        .on_attempt(move |attempt| metrics.observe(attempt))
        .build()?;
    // The first attempt meets a busy WeChat, the second one succeeds.
    mock.on("changeTcbEnv")?.once(Reply::errcode(-1));
    client.change_tcb_env(change_tcb_env::Request::new("shop-1")).send().await?;

    let text = TextEncoder::new().encode_to_string(&registry.gather())?;
    print!("{text}");
    let count = |result: &str| {
        format!(
            r#"wechat_attempt_duration_seconds_count{{endpoint="changeTcbEnv",host="127.0.0.1",result="{result}"}} 1"#
        )
    };
    for line in [
        count("-1"),
        count("ok"),
        r#"wechat_attempt_waiting_seconds_count{endpoint="changeTcbEnv"} 2"#.to_owned(),
    ] {
        if !text.contains(&line) {
            return Err(format!("the metrics lack the line {line}").into());
        }
    }
    Ok(())
}
