# The settings
settings = Settings
settings-profile = Profile
settings-save = Save
settings-saved = Saved.
settings-faults = Nothing was saved yet. Please check these fields.
settings-fault = { $field }: { $fault }

profile-see = See your page
profile-edit = Edit your profile
profile-name-hint = Up to 60 characters. It stands on your stories and your page.
profile-bio = About you
profile-bio-hint = In Markdown, up to 2,000 characters.
profile-links = Links
profile-links-hint = Up to 6, each starting with http:// or https://. Without a name, the site's own is shown.
profile-link-label = Name of link { $n }
profile-link-url = URL of link { $n }
profile-time-zone = Time zone
profile-time-zone-hint = Dates and times are shown by this clock.
profile-preview = Preview “About you”
profile-preview-of = This is how “About you” will look
profile-preview-about = Nothing was saved yet.
profile-preview-empty = There is nothing about you yet.
