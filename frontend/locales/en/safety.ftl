# Reports and moderation
preview-hidden = This story is hidden
preview-hidden-about = Moderators hid it. Only its author and moderators can read it.
hidden-own = Stories of yours that moderators have hidden
story-notice = Read why
story-report = Report this story
person-report = Report this member

report = Report
report-about = Only moderators read this. Whom you report is not told who did.
report-reason = What is wrong
report-spam = Advertising or spam
report-harassment = Harassment or discrimination
report-private = It tells something private of somebody
report-unlawful = It breaks the law
report-other = Something else
report-note = Tell more
report-note-hint = Where it is, and why it is wrong. Up to 1,000 characters; needed for “something else”.
report-send = Send the report
report-back = Back to the page
report-thanks = The report has arrived
report-thanks-about = Thank you. Moderators will look at it.

notice-hidden = Moderators hid it. You alone can read it now.
notice-suspended = Moderators suspended your account. Until this is lifted, you cannot sign in, and your API tokens open nothing.
notice-reason = The reason
notice-answer = Your answer
notice-answer-hint = You can answer the moderators once. Up to 2,000 characters.
notice-answered = What you answered
notice-send = Send the answer

moderation = Moderation
moderation-about = Everything that is done here stands in the log. Reasons are read by whom they concern.
moderation-done = It stands in the log.
moderation-cases = Reports
moderation-none = No reports are waiting.
moderation-by-member = by a member
moderation-by-anyone = by somebody without an account
moderation-why = Reason
moderation-why-hint = The one whom it concerns reads it as it stands. Needed to hide and to suspend.
moderation-hide = Hide the story
moderation-show = Show it again
moderation-suspend = Suspend the account
moderation-lift = Lift the suspension
moderation-dismiss = Close: nothing is wrong
moderation-answers = Answers
moderation-answer = The answer
moderation-no-answer = No answers are waiting.
moderation-stays = Leave it as it is
moderation-log = Log
moderation-no-act = Nothing yet.
act-hide = Hidden
act-show = Shown again
act-suspend = Suspended
act-lift = Suspension lifted
act-dismiss = Nothing wrong
act-suspend-author = Author suspended
act-lift-author = Suspension of the author lifted
act-approve = Approved
act-refuse = Refused
act-dismiss-author = Suspension of the author upheld
act-invite = Invitation made
act-revoke = Invitation revoked

moderate = Moderate
moderation-desk = Reports and log
moderation-waiting = Waiting for approval
moderation-invitations = Invitations
moderation-look-up = Look up
moderation-overtaken = It was not done: somebody else was faster, or things have changed. This is how they stand now.
moderation-suspend-author = Suspend the author
moderation-lift-author = Lift the author's suspension
moderation-reconsider = Let it wait for approval again
moderation-more-story = More about this story: its log, its author
moderation-more-person = More about this member: their log, their stories
moderation-next = Next page

moderation-waiting-about = New accounts, the oldest first. A refused account stays unseen, reads the reason, and can answer once; it is deleted after { $days } days.
moderation-nobody-waits = Nobody is waiting.
waiting-since = Waiting since { $at }
waiting-identity = { $provider }: { $name }
waiting-why-hint = Needed to refuse; the one whom it concerns reads it as it stands.
waiting-approve = Approve
waiting-refuse = Refuse

invitations-about = With an invitation, one person becomes a member, without waiting for approval.
invitations-new = A new invitation
invitations-days = Good for
invitations-make = Make an invitation
invitations-made = The invitation was made
invitations-made-about = Its link is shown this once. Copy it now, and give it to one person.
invitations-link = Link
invitations-made-before = This invitation was made already: the same form was sent twice. If you did not copy its link, revoke it and make another.
invitations-revoked = The invitation was revoked and is good for nothing any more.
invitations-over = This invitation was used, revoked, or has run out.
invitations-open = Open invitations
invitations-none = There are none.
invitations-until = Good until { $at }
invitations-by-operator = by whoever runs this site

look-up-about = You can moderate what nobody reported, too.
look-up-address = Address of a story or of a member's page
look-up-hint = As it stands in the browser; @ and a handle will do for a member.
look-up-do = Open
look-up-nothing = No story and no member is there.

about-act = What to do
about-story-shown = Everyone can read this story.
about-story-hidden = This story is hidden.
about-read = Read it
about-author = It is anonymous. You can suspend whoever wrote it; neither you nor the log learns who that is.
about-author-suspended = It is anonymous, and whoever wrote it is suspended.
about-person-member = A member
about-person-suspended = Suspended
about-person-waits = Waits for approval
about-person-refused = Was refused
about-page = See their page
about-with-stories = { $n ->
    [one] Hide the { $n } story that stands under their name, too
   *[other] Hide the { $n } stories that stand under their name, too
}
about-with-stories-hint = Each is an act of its own in the log, with the same reason. Anonymous stories stay, whoever wrote them.

notice-refusal = Your account was not approved
notice-refused = Moderators decided that you do not take part for now. You can answer once; the account is deleted some weeks after the decision.
notice-for-story = It is about your anonymous story “{ $title }”.
notice-contact = The people who run this site can be reached here:
notice-unknown = Moderators do not learn who wrote it, unless you tell them in your answer.
