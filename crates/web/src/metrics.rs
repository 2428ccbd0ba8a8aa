//! What monitoring reads: how many requests, how long, how they ended. No address beyond its pattern, nothing personal.

use std::time::Duration;

use jiff::Timestamp;
use porch_app::due::Ticked;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Said {
    outcome: String,
}

/// What has one value and stands only where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Nothing {}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: String,
}

/// The measures of one process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    ready: Gauge,
    due_done: Counter,
    due_put_off: Counter,
    due_late_seconds: Gauge,
    risk_untaken: Gauge,
    risk_untaken_since: Gauge,
    late_comments: Gauge,
    national_record: Family<Said, Counter>,
    national_record_rests: Gauge,
    certificate_ends: Family<Nothing, Gauge>,
}

impl Metrics {
    /// Nothing counted.
    pub(crate) fn new(started_at: Timestamp) -> Self {
        let (requests, seconds, ready) =
            (Family::<Answered, Counter>::default(), Histogram::new(BOUNDS), Gauge::<i64>::default());
        let (due_done, due_put_off, due_late_seconds) =
            (Counter::default(), Counter::default(), Gauge::<i64>::default());
        let started = Gauge::<i64>::default();
        started.set(started_at.as_second());
        let mut registry = Registry::with_prefix("porch");
        registry.register("http_requests", "Requests by route pattern and class of status", requests.clone());
        registry.register("http_request_duration_seconds", "Time from request to answer", seconds.clone());
        registry.register("ready", "1 when the site is ready to serve", ready.clone());
        registry.register("start_time_seconds", "When the process started, in seconds since 1970", started);
        registry.register("due_done", "What the service did by itself because it was due", due_done.clone());
        let what = "What was due and could not be done; it is tried again";
        registry.register("due_put_off", what, due_put_off.clone());
        let what = "How long the first of what was due had been due when it was last asked";
        registry.register("due_late_seconds", what, due_late_seconds.clone());
        let (risk_untaken, risk_untaken_since) = (Gauge::<i64>::default(), Gauge::<i64>::default());
        let what = "Risk answers that nobody had by name when it was last asked";
        registry.register("risk_answers_untaken", what, risk_untaken.clone());
        let what = "Since when the first of them climbs the ladder, in seconds since 1970; 0 where there is none";
        registry.register("risk_answers_untaken_since_seconds", what, risk_untaken_since.clone());
        let late_comments = Gauge::<i64>::default();
        let what = "Comments of how it was that nobody had read in their working day when it was last asked";
        registry.register("comments_late", what, late_comments.clone());
        let national_record = Family::<Said, Counter>::default();
        let national_record_rests = Gauge::<i64>::default();
        let what = "What came of asking the national record, by outcome";
        registry.register("national_record_asked", what, national_record.clone());
        let what = "1 while the national record is left alone because it failed again and again";
        registry.register("national_record_rests", what, national_record_rests.clone());
        let certificate_ends = Family::<Nothing, Gauge>::default();
        let what =
            "When the certificate that the program shows ends, in seconds since 1970; absent where a proxy shows one";
        registry.register("certificate_ends_seconds", what, certificate_ends.clone());
        let build = Family::<Build, Gauge>::default();
        build.get_or_create(&Build { version: env!("CARGO_PKG_VERSION").to_owned() }).set(1);
        registry.register("build_info", "The program; always 1", build);
        Self {
            registry,
            requests,
            seconds,
            ready,
            due_done,
            due_put_off,
            due_late_seconds,
            risk_untaken,
            risk_untaken_since,
            late_comments,
            national_record,
            national_record_rests,
            certificate_ends,
        }
    }

    /// Counts an answered request.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let answered = Answered { route: route.to_owned(), status: format!("{}xx", status / 100) };
        self.requests.get_or_create(&answered).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Counts what came of asking the national record.
    pub(crate) fn national_record(&self, outcome: &str) {
        self.national_record.get_or_create(&Said { outcome: outcome.to_owned() }).inc();
    }

    /// Says whether the national record is left alone.
    pub(crate) fn national_record_rests(&self, rests: bool) {
        self.national_record_rests.set(i64::from(rests));
    }

    /// Says when the certificate that is shown ends.
    pub(crate) fn certificate_ends(&self, at: Timestamp) {
        self.certificate_ends.get_or_create(&Nothing {}).set(at.as_second());
    }

    /// Counts what the service did by itself.
    pub(crate) fn ticked(&self, ticked: &Ticked) {
        self.due_done.inc_by(ticked.done as u64);
        self.due_put_off.inc_by(ticked.put_off as u64);
        self.due_late_seconds.set(ticked.late.as_secs());
        let (untaken, since) = ticked.untaken_risks;
        self.risk_untaken.set(untaken);
        self.risk_untaken_since.set(since.map_or(0, Timestamp::as_second));
        self.late_comments.set(ticked.late_comments);
    }

    /// Everything as Prometheus text.
    pub(crate) fn text(&self, ready: bool) -> String {
        self.ready.set(i64::from(ready));
        let mut text = String::new();
        if let Err(error) = encode(&mut text, &self.registry) {
            tracing::error!(%error, "the metrics cannot be written");
        }
        classic(&text)
    }
}

/// OpenMetrics as the older Prometheus text format, which every reader knows: a counter's family has the name of its
/// sample, and the end is not marked.
///
/// # Source
/// Prometheus documentation, "Exposition formats", text format 0.0.4.
fn classic(open_metrics: &str) -> String {
    let counters: Vec<&str> =
        open_metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter")).collect();
    let mut text = String::with_capacity(open_metrics.len() + 16 * counters.len());
    for line in open_metrics.lines().filter(|line| *line != "# EOF") {
        let of_counter = line.strip_prefix("# ").and_then(|line| line.split_once(' ')).and_then(|(what, rest)| {
            let (name, rest) = rest.split_once(' ')?;
            counters.contains(&name).then(|| format!("# {what} {name}_total {rest}"))
        });
        text.push_str(of_counter.as_deref().unwrap_or(line));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_counter_has_one_name_and_no_end_is_marked() {
        let metrics = Metrics::new(Timestamp::UNIX_EPOCH);
        metrics.answered("/help-now", 200, Duration::from_millis(7));
        let next = Timestamp::UNIX_EPOCH;
        metrics.ticked(&Ticked {
            looked: 4,
            done: 3,
            put_off: 1,
            late: SignedDuration::from_secs(301),
            untaken_risks: (2, Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(60))),
            late_comments: 5,
            next,
        });
        assert!(
            !metrics.text(true).contains("porch_certificate_ends_seconds{"),
            "without a certificate there is no end"
        );
        metrics.certificate_ends(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(7));
        let text = metrics.text(true);
        assert!(text.contains("porch_certificate_ends_seconds{} 7\n"), "{text}");
        for line in ["porch_risk_answers_untaken 2\n", "porch_risk_answers_untaken_since_seconds 60\n"] {
            assert!(text.contains(line), "{line}{text}");
        }
        for line in [
            "porch_due_done_total 3\n",
            "porch_due_put_off_total 1\n",
            "porch_due_late_seconds 301\n",
            "porch_comments_late 5\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
        assert!(text.contains("# TYPE porch_http_requests_total counter\n"), "{text}");
        assert!(text.contains("porch_http_requests_total{route=\"/help-now\",status=\"2xx\"} 1\n"), "{text}");
        assert!(text.contains("porch_http_request_duration_seconds_bucket{le=\"0.01\"} 1\n"), "{text}");
        assert!(text.contains("porch_ready 1\n"), "{text}");
        assert!(!text.contains("EOF"), "{text}");
    }
}
