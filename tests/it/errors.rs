//! Failures as their users see them: for each situation the line that a person reads and what a
//! program can query.

mod causes;
mod echoes;
mod kinds;
mod limits;

use wechat_cloudbase::Error;

use crate::harness::describe;

/// What a caller sees of an error, with all accessors.
fn tell(error: &Error) -> String {
    let questions: [(&str, bool); 17] = [
        ("token_rejected", error.is_token_rejected()),
        ("busy", error.is_busy()),
        ("quota", error.is_quota()),
        ("daily_quota", error.is_daily_quota()),
        ("rate_limited", error.is_rate_limited()),
        ("permission", error.is_permission()),
        ("timeout", error.is_timeout()),
        ("connect", error.is_connect()),
        ("interrupted", error.is_interrupted()),
        ("decode", error.is_decode()),
        ("too_large", error.is_too_large()),
        ("redirect", error.is_redirect()),
        ("status", error.is_status()),
        ("config", error.is_config()),
        ("token_provider", error.is_token_provider()),
        ("store", error.is_store()),
        ("action_required", error.action_required().is_some()),
    ];
    let yes: Vec<_> = questions.iter().filter(|(_, yes)| *yes).map(|(name, _)| *name).collect();
    let mut text = format!("{}\nis {}", describe(error), yes.join(", "));
    if let Some(action) = error.action_required() {
        text += &format!("\naction_required {action:?}");
    }
    if let Some(time) = error.retry_after() {
        text += &format!("\nretry after {} seconds", time.as_secs());
    }
    text
}
