//! Every address of the site.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer,
};

use crate::{
    Site, middleware,
    pages::{self, public},
    receipts,
};

/// The most that a request may send, in bytes: a page of three stories of ten thousand characters of any script, each
/// byte of them sent as three.
const MOST_SENT: usize = 512 * 1024;

/// The site as a service.
pub fn router(site: Arc<Site>) -> Router {
    let mut routes = Router::new()
        .route("/healthz", get(pages::health::alive))
        .route("/readyz", get(pages::health::ready))
        .route("/metrics", get(pages::health::metrics))
        .route("/assets/{file}", get(pages::asset::show))
        // For staff.
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::sign_in))
        .route("/sign-in/code", get(pages::proof::ask_code).post(pages::proof::take_code))
        .route("/sign-out", post(pages::sign_in::sign_out))
        .route("/account", get(pages::account::show))
        .route("/account/password", post(pages::account::change_password))
        .route("/account/end-other-sessions", post(pages::account::end_other_sessions))
        .route("/queue", get(pages::queue::show))
        .route("/queue/newest", get(pages::queue::newest))
        .route("/people/{id}/same/{other}", get(pages::same::show).post(pages::same::link))
        .route("/people/{id}/apart/{other}", post(pages::same::unlink))
        .route("/find", get(pages::find::show).post(pages::find::find))
        .route("/calls/new", get(pages::calls::show).post(pages::calls::take))
        .route("/calls/keep", post(pages::calls::keep))
        .route("/calls/forget", post(pages::calls::forget))
        .route("/referrals/{id}", get(pages::referral::show))
        .route("/referrals/{id}/newest", get(pages::referral::newest))
        .route("/referrals/{id}/handover", get(pages::referral::handover::show))
        .route("/referrals/{id}/handover/{act}", post(pages::referral::handover::take))
        .route("/referrals/{id}/steps/{step}", post(pages::referral::acts::take))
        .route("/referrals/{id}/files/{file}", get(pages::referral::download))
        .route(
            "/referrals/{id}/restricted",
            get(pages::referral::restricted::ask).post(pages::referral::restricted::open),
        )
        .route("/referrals/{id}/restricted/{fact}", post(pages::referral::restricted::record))
        .route("/restricted-tasks", get(pages::referral::restricted::tasks::show))
        .route("/duty", get(pages::duty::show).post(pages::duty::act))
        .route("/referrals/{id}/birth-date", post(pages::referral::under_18::record_birth_date))
        .route("/referrals/{id}/death", post(pages::referral::care::record_death))
        .route("/referrals/{id}/discharge", get(pages::discharge::show).post(pages::discharge::act))
        .route("/caseload", get(pages::caseload::show))
        .route("/handovers", get(pages::handovers::show))
        .route("/advice", get(pages::advice::list))
        .route("/advice/{id}", get(pages::advice::show))
        .route("/advice/{id}/answer", post(pages::advice::answer))
        .route("/advice/{id}/again", post(pages::advice::ask_again))
        .route("/advice/{id}/referral", post(pages::advice::make_referral))
        .route("/referrals/{id}/decide", get(pages::decide::show).post(pages::decide::act))
        .route("/meetings", get(pages::meeting::list))
        .route("/meetings/{at}", get(pages::meeting::show))
        .route("/meetings/{at}/attendance", post(pages::meeting::attend))
        .route("/meetings/{at}/cases/{id}", post(pages::meeting::decide))
        .route("/meetings/{at}/confirm", post(pages::meeting::confirm))
        .route("/meetings/{at}/close", post(pages::meeting::close))
        .route("/beside", get(pages::beside::show))
        .route("/sharing", get(pages::sharing::show))
        .route("/referrals/{id}/shared", get(pages::sharing::referral))
        .route("/local-services", get(pages::local_services::show))
        .route("/thresholds", get(pages::thresholds::show))
        .route("/duty/done", get(pages::duty::done::list))
        .route("/retention", get(pages::retention::show))
        .route("/retention/{id}", get(pages::retention::show_one).post(pages::retention::erase))
        .route("/looks", get(pages::looks::show).post(pages::looks::search))
        .route("/looks/{id}", get(pages::looks::show_one));
    if site.demo_door.is_some() {
        let door = get(pages::sign_in::demonstration).head(pages::sign_in::demonstration_asked_about);
        routes = routes.route("/demo/sign-in/{token}", door);
    }
    let more = [
        own_account(),
        letters(),
        elsewhere(),
        openings(),
        national_record(),
        reports(),
        case_discussions(),
        questionnaires(),
    ];
    // What the public reads is said in the language that was chosen.
    let public = for_everybody().merge(the_way_in()).merge(questions()).merge(her_own_page());
    let public = public.layer(from_fn_with_state(Arc::clone(&site), middleware::speak));
    furnished(more.into_iter().fold(routes, Router::merge).merge(public), site)
}

/// Letters and messages, what carriers tell of them, and the texts that they are drafted from.
fn letters() -> Router<Arc<Site>> {
    Router::new()
        .route("/messages/{id}", get(pages::message::show).post(pages::message::approve))
        .route("/messages/{id}/pdf", get(pages::letter_pdf::show))
        .route("/messages/{id}/delivery", post(pages::message::deliver))
        .route("/outbox", get(pages::outbox::show))
        .route("/receipts/govuk-notify", post(receipts::govuk_notify))
        .route("/receipts/nhs-notify", post(receipts::nhs_notify))
        .route("/templates", get(pages::templates::list))
        .route("/said-and-done", get(pages::said_and_done::show).post(pages::said_and_done::add))
        .route("/comments", get(pages::comments::show))
        .route("/comments/{id}", get(pages::comments::show_one).post(pages::comments::act))
        .route("/duty/comments/{id}", get(pages::comments::show_to_duty).post(pages::comments::act_as_duty))
        .route("/reports/comments", get(pages::comments::report::show))
        .route("/said-and-done/{id}", get(pages::said_and_done::show_one).post(pages::said_and_done::act))
        .route("/templates/{name}", get(pages::templates::show).post(pages::templates::act))
}

/// For everybody, without an account.
fn for_everybody() -> Router<Arc<Site>> {
    Router::new()
        .route("/.well-known/security.txt", get(pages::health::security_contact))
        .route("/", get(public::home::show))
        .route("/help-now", get(public::help_now::show))
        .route("/exit", get(public::exit::leave))
        .route("/language/{code}", get(public::language::choose))
        .route("/follow", get(public::follow::show))
        .route("/services", get(public::services::show))
        .route("/partners", get(public::support::partners_said))
        .route("/more/1", get(public::support::partners))
        .route("/more/1/check", get(public::self_check::show).post(public::self_check::take))
        .route("/more/2", get(public::support::after_a_loss))
        .route("/you-said-we-did", get(public::said_and_done::show))
        .route("/how-it-was", get(public::how_it_was::show).post(public::how_it_was::take))
        .route("/easy", get(public::easy::show))
        .route("/easy/next", get(public::easy::next))
        .route("/privacy", get(public::about::privacy))
        .route("/accessibility", get(public::about::accessibility))
}

/// What opens one's own account, and letting colleagues in again.
fn own_account() -> Router<Arc<Site>> {
    use pages::{factors, proof, recoveries, sessions};
    Router::new()
        .route("/account/again", get(proof::ask_again).post(proof::take_again))
        .route("/account/factors", get(factors::show))
        .route("/account/factors/authenticator", get(factors::offer).post(factors::add))
        .route("/account/factors/passkey", get(factors::passkey::offer).post(factors::passkey::add))
        .route("/account/factors/codes", post(factors::codes))
        .route("/account/factors/{id}/remove", post(factors::remove))
        .route("/account/sessions", get(sessions::show))
        .route("/account/sessions/{id}/end", post(sessions::end))
        .route("/recoveries", get(recoveries::show).post(recoveries::ask))
        .route("/recoveries/confirm", post(recoveries::confirm))
}

/// Records that are closed to whoever asks, opened in an emergency; how it is safe to reach her; and addresses that are withheld.
fn openings() -> Router<Arc<Site>> {
    use pages::{
        openings::{closed, end, review, show},
        referral::{appointments, own_page, reaching, restriction, withheld},
    };
    Router::new()
        .route("/referrals/{id}/restriction", get(restriction::show))
        .route("/referrals/{id}/restriction/{act}", post(restriction::act))
        .route("/referrals/{id}/appointments", get(appointments::show))
        .route("/referrals/{id}/appointments/{act}", post(appointments::act))
        .route("/referrals/{id}/page", get(own_page::show))
        .route("/referrals/{id}/page/{act}", post(own_page::act))
        .route("/referrals/{id}/reaching", get(reaching::show))
        .route("/referrals/{id}/reaching/{act}", post(reaching::act))
        .route("/referrals/{id}/withheld", get(withheld::show).post(withheld::see))
        .route("/referrals/{id}/withheld/{act}", post(withheld::act))
        .route("/referrals/{id}/open", get(closed::ask).post(closed::open))
        .route("/openings", get(show))
        .route("/openings/{id}", post(review))
        .route("/openings/{id}/end", post(end))
}

/// Questionnaires as staff ask, give and read them.
fn questionnaires() -> Router<Arc<Site>> {
    use pages::questionnaires::{act, enter, form, give, not_asked, show, waiting};
    Router::new()
        .route("/questionnaires", get(waiting))
        .route("/questionnaires/{id}/{act}", post(act))
        .route("/referrals/{id}/questionnaires", get(show))
        .route("/referrals/{id}/questionnaires/new", get(form))
        .route("/referrals/{id}/questionnaires/enter", post(enter))
        .route("/referrals/{id}/questionnaires/give", post(give))
        .route("/referrals/{id}/questionnaires/not-asked", post(not_asked))
}

/// Questionnaires that somebody answers by herself.
fn questions() -> Router<Arc<Site>> {
    use pages::public::questions::{ask_word, begin, come_in, done, finish, last, show, take};
    Router::new()
        .route("/questions", post(come_in))
        .route("/questions/{link}", get(ask_word))
        .route("/questions/begin", get(begin))
        .route("/questions/q/{nth}", get(show).post(take))
        .route("/questions/end", get(last).post(finish))
        .route("/questions/done", get(done))
}

/// A page of her own, without an account.
fn her_own_page() -> Router<Arc<Site>> {
    use pages::public::how_it_was;
    use pages::public::own::{
        ask_changed, ask_choices, ask_stop, ask_word, changed, choose, come_in, show, stop, taking,
    };
    Router::new()
        .route("/ask/page", post(taking::take))
        .route("/page", post(come_in))
        .route("/page/{link}", get(ask_word))
        .route("/page/now", get(show))
        .route("/page/changed", get(ask_changed).post(changed))
        .route("/page/choices", get(ask_choices).post(choose))
        .route("/page/stop", get(ask_stop).post(stop))
        .route("/page/how", get(how_it_was::show_on_her_page).post(how_it_was::take_on_her_page))
}

/// What the national record says of somebody.
fn national_record() -> Router<Arc<Site>> {
    use pages::referral::national::{act, ask, show};
    Router::new()
        .route("/referrals/{id}/national-record", get(show).post(ask))
        .route("/referrals/{id}/national-record/{act}", post(act))
}

/// Signing in through a provider.
fn elsewhere() -> Router<Arc<Site>> {
    use pages::elsewhere;
    Router::new()
        .route("/sign-in/with/{provider}", get(elsewhere::begin))
        .route("/sign-in/from/{provider}", get(elsewhere::come_back))
        .route("/sign-in/role", get(elsewhere::ask_role).post(elsewhere::take_role))
        .route("/sign-in/ended/{provider}", post(elsewhere::ended))
}

/// Figures, and the records behind them.
fn reports() -> Router<Arc<Site>> {
    Router::new()
        .route("/reports/annual", get(pages::annual::show))
        .route("/reports/annual.csv", get(pages::annual::download::csv))
        .route("/reports/annual.json", get(pages::annual::download::json))
        .route("/planning/workforce", get(pages::workforce::show))
        .route("/planning/simulation", get(pages::simulation::show))
        .route("/planning/simulation/record", get(pages::simulation::of_record))
        .route("/reports/aggregates", get(pages::aggregates::show))
        .route("/reports/annual/records", get(pages::annual::records::show))
        .route("/reports/onward", get(pages::handovers::onward::show))
        .route("/reports/practices", get(pages::practices::show))
        .route("/reports/proposed", get(pages::proposal::show))
        .route("/reports/sources", get(pages::sources::show))
        .route("/reports/kept-time", get(pages::kept_time::show))
        .route("/reports/care", get(pages::caseload::report::show))
        .route("/reports/care/late", get(pages::caseload::report::late))
        .route("/reports/entries", get(pages::queue::report::show))
        .route("/reports/questions", get(pages::questionnaires::coverage))
        .route("/reports/risk", get(pages::queue::risk_report::show))
        .route("/reports/self-check", get(pages::self_check::show))
        .route("/reports/duty", get(pages::duty::done::report))
        .route("/reports/meetings", get(pages::meeting::report::show))
        .route("/reports/came-back", get(pages::came_back::show))
        .route("/reports/came-back/people", get(pages::came_back::people))
        .route("/reports/came-back/criterion", get(pages::came_back::criterion))
        .route("/reports/discussions", get(pages::discussions::report::show))
}

/// Case discussions across services, for staff.
fn case_discussions() -> Router<Arc<Site>> {
    use pages::discussions::{attend, close, discuss, show, show_day};
    Router::new()
        .route("/discussions", get(show))
        .route("/discussions/{code}/{day}", get(show_day))
        .route("/discussions/{code}/{day}/attendance", post(attend))
        .route("/discussions/{code}/{day}/cases/{id}", post(discuss))
        .route("/discussions/{code}/{day}/close", post(close))
}

/// Three ways in without an account.
fn the_way_in() -> Router<Arc<Site>> {
    use public::ask::{check, files, filled, fits, keep, sent, start, step};
    Router::new()
        .route("/ask", get(start::for_yourself))
        .route("/ask/family", get(start::for_family))
        .route("/more/1/ask", get(start::for_partners))
        .route("/refer", get(start::for_professionals))
        .route("/ask/start", post(start::begin))
        .route("/ask/q/{step}", get(step::show).post(step::take))
        .route("/ask/ring", get(step::ring))
        .route("/ask/check", get(check::show).post(check::send))
        .route("/ask/sent", get(sent::show))
        .route("/ask/handover", post(sent::handover))
        .route("/ask/keep", post(keep::keep))
        .route("/ask/files/remove", post(files::remove))
        .route("/ask/fits/{step}", post(fits::now))
        .route("/refer/filled", post(filled::take))
        .route("/refer/filled/{link}", get(filled::ask).post(filled::open))
        .route("/refer/go-on", get(keep::ask).post(keep::reopen))
        .route("/refer/go-on/{link}", get(keep::ask_code))
}

/// Where a file is sent: more may come than anywhere else, and it may take longer.
fn uploads() -> Router<Arc<Site>> {
    use public::ask::files;
    Router::new().route(middleware::UPLOAD, post(files::add)).layer(RequestBodyLimitLayer::new(files::MOST_READ))
}

/// Puts round every address what holds for all of them. What stands first is nearest to the handler.
fn furnished(routes: Router<Arc<Site>>, site: Arc<Site>) -> Router {
    routes
        .fallback(pages::failed::no_such_page)
        .layer(RequestBodyLimitLayer::new(MOST_SENT))
        .merge(uploads().layer(from_fn_with_state(Arc::clone(&site), middleware::speak)))
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(middleware::in_time))
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn_with_state(Arc::clone(&site), middleware::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&site), middleware::guard))
        .layer(from_fn_with_state(Arc::clone(&site), middleware::observe))
        .with_state(site)
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use jiff::Timestamp;
    use porch_app::{DatabaseUrl, Store, World, footprint};
    use porch_domain::actor::Actor;
    use tower::ServiceExt;

    use super::*;

    struct Still;

    impl World for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn random(&self) -> [u8; 16] {
            [7; 16]
        }
    }

    #[tokio::test]
    async fn a_handler_that_panics_becomes_a_page_that_says_whom_to_ring_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let kent = include_str!("../../../footprints/kent-medway.toml");
        let operator = Actor::Operator { account: "tester".to_owned() };
        let rules = footprint::apply(&store, &Still, &operator, kent, None).unwrap();
        let site = Arc::new(Site::new(store, rules, Arc::new(Still)));
        let panics = || async { std::convert::identity::<Option<&str>>(None).expect("what nobody should read") };
        let app = furnished(Router::new().route("/panics", get(panics)), site);
        let response = app.oneshot(Request::get("/panics").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["cache-control"], "no-store");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("<h1>Something has gone wrong here</h1>") && body.contains("tel:999"), "{body}");
        assert!(!body.contains("nobody should read"));
    }
}
