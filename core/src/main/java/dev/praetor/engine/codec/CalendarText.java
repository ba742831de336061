package dev.praetor.engine.codec;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/** Calendars as text, with everything their equality looks at. */
@SuppressWarnings("JavaUtilDate") // Authors return such values.
final class CalendarText {
  private static final int PARTS = 6;

  private CalendarText() {}

  static String print(Object value) throws NotCarried {
    if (value.getClass() != GregorianCalendar.class) {
      throw new NotCarried("a " + value.getClass().getName() + " is no GregorianCalendar");
    }
    GregorianCalendar calendar = (GregorianCalendar) value;
    String text =
        String.join(
            ";",
            Long.toString(calendar.getTimeInMillis()),
            calendar.getTimeZone().getID(),
            Long.toString(calendar.getGregorianChange().getTime()),
            Integer.toString(calendar.getFirstDayOfWeek()),
            Integer.toString(calendar.getMinimalDaysInFirstWeek()),
            Boolean.toString(calendar.isLenient()));
    if (!parse(text).equals(calendar)) {
      throw new NotCarried(
          "the calendar has a time zone of its own, " + calendar.getTimeZone().getID());
    }
    return text;
  }

  static GregorianCalendar parse(String text) {
    String[] parts = text.split(";", PARTS);
    Instant time = Instant.ofEpochMilli(Long.parseLong(parts[0]));
    GregorianCalendar calendar = GregorianCalendar.from(time.atZone(ZoneOffset.UTC));
    calendar.setTimeZone(TimeZone.getTimeZone(parts[1]));
    calendar.setGregorianChange(Date.from(Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    calendar.setFirstDayOfWeek(Integer.parseInt(parts[3]));
    calendar.setMinimalDaysInFirstWeek(Integer.parseInt(parts[4]));
    calendar.setLenient(Boolean.parseBoolean(parts[5]));
    return calendar;
  }
}
