//! Between the document that an author sends and the parts that the database holds.

use crate::db::ids::StoryId;
use crate::stories::content::{self, Content};
use crate::stories::parts::{Challenge, Link, Parts, Practice, Tip, Transition};

impl Parts {
    /// The parts of a document, not rendered yet.
    pub fn of(content: &Content, story_id: StoryId) -> Self {
        Self {
            transitions: content
                .transitions
                .iter()
                .zip(0..)
                .map(|it| transition(story_id, it))
                .collect(),
            challenges: content
                .challenges
                .iter()
                .zip(0..)
                .map(|it| challenge(story_id, it))
                .collect(),
            practices: content
                .practices
                .iter()
                .zip(0..)
                .map(|it| practice(story_id, it))
                .collect(),
            tips: content
                .tips
                .iter()
                .zip(0..)
                .map(|it| tip(story_id, it))
                .collect(),
            links: content
                .links
                .iter()
                .zip(0..)
                .map(|it| link(story_id, it))
                .collect(),
        }
    }

    /// The document that made them; what stands beside the parts is empty.
    pub fn content(&self) -> Content {
        Content {
            transitions: self.transitions.iter().map(Transition::content).collect(),
            challenges: self.challenges.iter().map(Challenge::content).collect(),
            practices: self.practices.iter().map(Practice::content).collect(),
            tips: self.tips.iter().map(Tip::content).collect(),
            links: self.links.iter().map(Link::content).collect(),
            ..Content::default()
        }
    }
}

fn transition(story_id: StoryId, (part, position): (&content::Transition, i16)) -> Transition {
    Transition {
        story_id,
        position,
        from_role: part.from_role.clone(),
        to_role: part.to_role.clone(),
        title: part.title.clone(),
        organisation: part.organisation.clone(),
        started_on: part.started_on.clone(),
        route: part.route.clone(),
        scope: part.scope.clone(),
        story_md: part.story_md.clone(),
        story_html: String::new(),
    }
}

impl Transition {
    fn content(&self) -> content::Transition {
        content::Transition {
            from_role: self.from_role.clone(),
            to_role: self.to_role.clone(),
            title: self.title.clone(),
            organisation: self.organisation.clone(),
            started_on: self.started_on.clone(),
            route: self.route.clone(),
            scope: self.scope.clone(),
            story_md: self.story_md.clone(),
        }
    }
}

fn challenge(story_id: StoryId, (part, position): (&content::Challenge, i16)) -> Challenge {
    Challenge {
        story_id,
        position,
        kind: part.kind.clone(),
        faced_md: part.faced_md.clone(),
        faced_html: String::new(),
        approach: part.approach.clone(),
        response_md: part.response_md.clone(),
        response_html: String::new(),
        hindsight_md: part.hindsight_md.clone(),
        hindsight_html: part.hindsight_md.as_ref().map(|_| String::new()),
    }
}

impl Challenge {
    fn content(&self) -> content::Challenge {
        content::Challenge {
            kind: self.kind.clone(),
            faced_md: self.faced_md.clone(),
            approach: self.approach.clone(),
            response_md: self.response_md.clone(),
            hindsight_md: self.hindsight_md.clone(),
        }
    }
}

fn practice(story_id: StoryId, (part, position): (&content::Practice, i16)) -> Practice {
    Practice {
        story_id,
        position,
        practice: part.practice.clone(),
        applied_to: part.applied_to.clone(),
        how_md: part.how_md.clone(),
        how_html: String::new(),
        indicator: part.indicator.clone(),
        caveat_md: part.caveat_md.clone(),
        caveat_html: part.caveat_md.as_ref().map(|_| String::new()),
    }
}

impl Practice {
    fn content(&self) -> content::Practice {
        content::Practice {
            practice: self.practice.clone(),
            applied_to: self.applied_to.clone(),
            how_md: self.how_md.clone(),
            indicator: self.indicator.clone(),
            caveat_md: self.caveat_md.clone(),
        }
    }
}

fn tip(story_id: StoryId, (part, position): (&content::Tip, i16)) -> Tip {
    Tip {
        story_id,
        position,
        audience: part.audience.clone(),
        text_md: part.text_md.clone(),
        text_html: String::new(),
    }
}

impl Tip {
    fn content(&self) -> content::Tip {
        content::Tip {
            audience: self.audience.clone(),
            text_md: self.text_md.clone(),
        }
    }
}

fn link(story_id: StoryId, (part, position): (&content::Link, i16)) -> Link {
    Link {
        story_id,
        position,
        kind: part.kind,
        url: part.url.clone(),
        title: part.title.clone(),
    }
}

impl Link {
    fn content(&self) -> content::Link {
        content::Link {
            kind: self.kind,
            url: self.url.clone(),
            title: self.title.clone(),
        }
    }
}
