roles-description = The roles one can reach after SRE, each with the stories of people who reached it.
roles-lede = Where one can go, by track. The number is how many stories reached that role.
role-description = The way to { $role }: paths, challenges and how they were met, the practices that helped, and tips.
role-no-story = First one wanted
role-thin = No story has reached this role yet.
role-stories = { $n ->
    [one] { $n } story has reached this role.
   *[other] { $n } stories have reached this role.
}
role-all-stories = See all stories that reached it
role-first-title = Will you write the first story of this road?
role-more-title = This road is still a thin one
role-first-about = One story of somebody who walked it is enough for the next one to find the way. Three questions, five minutes.
walkers-title = Who walked here
walkers-about = Those who told it under their names
siblings-title = Guideposts nearby
roads-here = What leads here
roads-here-about = The role just before
roads-here-label = Roles before { $role }
roads-legend = A thicker line means more people. Dashed roads have fewer than five. The links also show roads with other roles in between.
role-challenges = What stands in the way
role-challenges-about = Challenges, and the approaches that were taken
role-practices = What you bring along
role-practices-caption = How SRE practices were used, told by people who came to { $role }
onward = Where it goes on
person-description = The path and stories of { $name }
person-no-story = No published stories yet.
person-all-stories = See all stories
