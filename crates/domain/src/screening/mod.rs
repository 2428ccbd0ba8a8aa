//! Asking with questionnaires, and hearing the answers: the instruments, what they make of answers, and each one as it is
//! put to somebody.

mod decide;
mod event;
mod scored;
mod state;
mod stub;

pub use decide::{About, Asking, ScreeningCommand, decide, erase, risk_said};
pub use event::{
    AnswerSaved, Beside, Form, Interpreting, Link, LinkRenewed, NotAsked, ScreeningEntered, ScreeningEvent,
    ScreeningFinished, ScreeningGiven, ScreeningNotAsked, ScreeningOpened, ScreeningRead, ScreeningTakenBack,
    WorrySaid,
};
pub use scored::{RiskFound, Scored};
pub use state::{Screening, ScreeningStage, Way, evolve};
pub use stub::{Definition, InstrumentId, RiskAnswer, RiskDomain, RiskState, Score, Status, Total, score};
