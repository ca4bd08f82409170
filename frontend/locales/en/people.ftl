# The settings of a person
fault-unknown-time-zone = There is no such time zone. Write the IANA's name of it, such as Asia/Tokyo.
