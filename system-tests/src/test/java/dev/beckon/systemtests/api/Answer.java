package dev.beckon.systemtests.api;

/** What a service said to one request. */
record Answer(int status, String contentType, String body) {}
