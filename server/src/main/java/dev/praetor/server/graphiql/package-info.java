/**
 * GraphiQL, with which people ask questions in a browser: the files of its page. They contain no
 * data, so they need no key; the page asks for one. Nothing comes from another host.
 */
@NullMarked
package dev.praetor.server.graphiql;

import org.jspecify.annotations.NullMarked;
